import { setTimeout as wait } from 'node:timers/promises';
import { answered, are, notes, settled } from '../stage/judge.ts';
import type { Scene } from '../stage/scene.ts';
import { heldRefresh } from './held-refresh.ts';
import type { Group } from './scenario.ts';

/** In milliseconds. */
const A_WHILE = 300;

/** Three requests wait for a refresh whose answer is on its way. */
async function inTheMiddle(scene: Scene) {
  const { refresh, sent: waiting } = await heldRefresh(scene, notes(3, 'waiting'), { at: 'reply' });
  await wait(A_WHILE); // the others have been refused by now

  return { refresh, waiting, arrivals: scene.arrivals('waiting').length };
}

/** What comes late has come. */
async function late(scene: Scene, { refresh, waiting }: Awaited<ReturnType<typeof inTheMiddle>>): Promise<void> {
  refresh.release();
  settled(await scene.outcomes(waiting));
  await wait(A_WHILE);
}

export const signingOut: Group = {
  title: 'Signing out, and somebody else',
  scenarios: [
    {
      promise: 'Signing out during a refresh wins: the tokens that come later do not bring the session back',
      judgedBy: 'a later request arrives without a token; a refresh was answered',
      refreshes: true,
      needs: ['body-tokens'],
      async play(scene) {
        const middle = await inTheMiddle(scene);
        await scene.signOut();
        await late(scene, middle);
        await scene.ask(notes(1, 'later'));
        are('later requests with a token', scene.withToken('later').length, 0);
        are('refreshes', (await scene.counts()).refreshes, 1);
      },
    },
    {
      promise: 'Requests that wait for a refresh when the user signs out fail, and are not sent any more',
      judgedBy: 'all three have settled; no further arrival; a refresh was answered',
      refreshes: true,
      async play(scene) {
        const middle = await inTheMiddle(scene);
        await scene.signOut();
        await late(scene, middle);
        are('arrivals after signing out', scene.arrivals('waiting').length - middle.arrivals, 0);
        are('refreshes', (await scene.counts()).refreshes, 1);
      },
    },
    {
      promise: 'Somebody else signs in during a refresh: its late answer does not put the first user back',
      judgedBy: 'who the server takes the next request for; a refresh was answered',
      refreshes: true,
      needs: ['body-tokens'],
      async play(scene) {
        const middle = await inTheMiddle(scene);
        const adas = scene.session;
        await scene.signIn('grace');
        await late(scene, middle);
        const [me] = answered(await scene.ask([{ url: '/me' }]));
        are('user', (me!.answer as { name: string }).name, 'grace');
        are('refreshes', (await scene.counts(adas)).refreshes, 1);
      },
    },
    {
      promise: 'The requests of the first user never carry the token of the next',
      judgedBy: 'the tokens in what arrives; a refresh was answered',
      refreshes: true,
      needs: ['body-tokens'],
      async play(scene) {
        const middle = await inTheMiddle(scene);
        const adas = scene.session;
        const graces = await scene.signIn('grace');
        await late(scene, middle);
        const crossed = scene
          .withToken('waiting')
          .filter(({ tokens }) => tokens.some(({ family }) => family === graces));
        are("requests of one user with the other's token", crossed.length, 0);
        are('refreshes', (await scene.counts(adas)).refreshes, 1);
      },
    },
  ],
};
