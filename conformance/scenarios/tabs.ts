import type { Counts } from '../../server/counts.ts';
import { answered, are, atMost, notes, settled } from '../stage/judge.ts';
import type { Scene } from '../stage/scene.ts';
import type { Group } from './scenario.ts';

/** Two tabs, both signed in. Answers the second one. */
async function twoTabs(scene: Scene) {
  await scene.signIn();
  const other = await scene.openTab();
  answered(await scene.ask(notes(1, 'before')));
  await scene.until(async () => (await other.ask(notes(1, 'before')))[0]?.state === 'answered', 'both are signed in');

  return other;
}

/** Where the access token is in memory, each tab has to get one. */
async function rotated(scene: Scene, before: Counts): Promise<void> {
  const { refreshCalls, reuse } = await scene.counts();
  const calls = refreshCalls - before.refreshCalls;
  are('refresh tokens that were used twice', reuse, 0);
  atMost('refresh calls', calls, scene.inMemory ? 2 : 1);
  are('a refresh call at all', calls > 0, true);
}

async function oneAfterTheOther(scene: Scene): Promise<void> {
  const other = await twoTabs(scene);
  const before = await scene.counts();
  await scene.expire();
  answered(await scene.ask(notes(1)));
  answered(await other.ask(notes(1)));
  await rotated(scene, before);
}

export const tabs: Group = {
  title: 'Two tabs, and a refresh token that is good once',
  scenarios: [
    {
      promise: 'The token expires in two tabs at once: the requests of both are answered, and no token is used twice',
      judgedBy: 'an answer in each; one refresh call where the tabs can share its outcome; no reuse at the server',
      refreshes: true,
      needs: ['shared'],
      async play(scene) {
        const other = await twoTabs(scene);
        const before = await scene.counts();
        await scene.expire();
        const both = await Promise.all([scene.ask(notes(1)), other.ask(notes(1))]);
        answered(both.flat());
        await rotated(scene, before);
      },
    },
    {
      promise: 'A tab goes on with what another one has refreshed',
      judgedBy: 'an answer in each; one refresh call where the tabs can share its outcome; no reuse at the server',
      refreshes: true,
      needs: ['shared'],
      play: oneAfterTheOther,
    },
    {
      promise: '… also in a browser without Web Locks',
      judgedBy: 'the same',
      refreshes: true,
      needs: ['shared'],
      circumstances: { locks: 'missing' },
      play: oneAfterTheOther,
    },
    {
      promise: 'A tab that is stopped in the middle of its refresh does not stop the other one',
      judgedBy: 'five requests of the other settle; then an answer within ten seconds; no reuse at the server',
      refreshes: true,
      needs: ['shared'],
      circumstances: { deadline: 1_000 },
      async play(scene) {
        const other = await twoTabs(scene);
        const before = await scene.counts();
        await scene.expire();
        const refresh = scene.hold(scene.refreshPath, { only: 1 });
        const stopped = await other.send(notes(1, 'stopped'));
        await scene.reached(refresh, stopped, other);
        await other.stop();
        settled(await scene.ask(notes(5)));
        await scene.soonAnswered();
        const { reuse, refreshes } = await scene.counts();
        are('refresh tokens that were used twice', reuse, 0);
        are('refreshes', refreshes - before.refreshes, 1);
      },
    },
    {
      promise: 'Who signs out in one tab is signed out in the other before its next request',
      judgedBy: 'that request arrives without a token',
      refreshes: false,
      needs: ['shared', 'body-tokens'],
      async play(scene) {
        const other = await twoTabs(scene);
        await scene.signOut();
        settled(await other.ask(notes(1, 'later')));
        are('later requests with a token', scene.withToken('later').length, 0);
      },
    },
  ],
};
