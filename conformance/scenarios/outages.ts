import type { Fault } from '../../server/fault.ts';
import { are, failed, notes } from '../stage/judge.ts';
import type { Scene } from '../stage/scene.ts';
import type { Group } from './scenario.ts';

/** The refresh fails like this for a while. The ones who wait fail, and afterwards the session is there. */
async function survive(scene: Scene, refresh: Fault): Promise<void> {
  await scene.signIn();
  await scene.expire();
  await scene.faults({ refresh });
  failed(await scene.ask(notes(10)));
  are('a refresh call at all', (await scene.counts()).refreshCalls > 0, true);
  await scene.faults({});
  await scene.soonAnswered();
  are('times that the application was told to sign in', (await scene.told()).signInAgain, 0);
}

export const outages: Group = {
  title: 'The refresh is not available',
  scenarios: [
    {
      promise: 'When the auth server answers 503, those who wait fail, and the session outlives it',
      judgedBy: 'ten failures; then an answer within ten seconds, without a sign-in and without being told to sign in',
      refreshes: true,
      play: (scene) => survive(scene, { status: 503 }),
    },
    {
      promise: 'When the connection breaks during the refresh, those who wait fail, and the session outlives it',
      judgedBy: 'the same',
      refreshes: true,
      play: (scene) => survive(scene, { destroy: 'before' }),
    },
    {
      promise: 'When a hotel answers its own page with status 200, those who wait fail, and the session outlives it',
      judgedBy: 'the same',
      refreshes: true,
      play: (scene) => survive(scene, { html: true }),
    },
    {
      promise:
        'When the auth server answers 429 with Retry-After, it is left alone until then, and the session outlives it',
      judgedBy: 'the same; one refresh call for ten requests and five more after them',
      refreshes: true,
      async play(scene) {
        await scene.signIn();
        await scene.expire();
        await scene.faults({ refresh: { status: 429, headers: { 'retry-after': '5' } } });
        failed(await scene.ask(notes(10)));
        failed(await scene.ask(notes(5, 'more')));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
        await scene.faults({});
        await scene.soonAnswered();
        are('times that the application was told to sign in', (await scene.told()).signInAgain, 0);
      },
    },
  ],
};
