import { setTimeout as wait } from 'node:timers/promises';
import { alike, answered, are, failed, notes, tells } from '../stage/judge.ts';
import type { Outcome } from '../page/errand.ts';
import type { Scene } from '../stage/scene.ts';
import type { Group } from './scenario.ts';

/** Ten requests wait for a refresh, which is then refused. */
async function allWait(scene: Scene): Promise<readonly Outcome[]> {
  await scene.signIn();
  await scene.revoke();
  const refresh = scene.hold(scene.refreshPath);
  const waiting = await scene.send(notes(10));
  await scene.reached(refresh, waiting);
  await wait(300); // the browser sends six at a time: all have been refused by now
  refresh.release();

  return failed(await scene.outcomes(waiting));
}

export const refusedRefreshes: Group = {
  title: 'The refresh is refused',
  scenarios: [
    {
      promise: 'When the refresh is refused, every one of ten requests that wait for it fails, and none waits for ever',
      judgedBy: 'ten failures; one refresh call',
      refreshes: true,
      async play(scene) {
        await allWait(scene);
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
    {
      promise: 'All of them fail with one kind of error, which has the own 401 of each and why the refresh was refused',
      judgedBy: 'what can be found in the ten errors, however deep',
      refreshes: true,
      async play(scene) {
        const outcomes = await allWait(scene);
        alike(outcomes);
        tells(outcomes, 'its own 401', ({ status, url }, own) => status === scene.expiredStatus && url.includes(own));
        tells(
          outcomes,
          'the refusal of the refresh',
          ({ status, url }, own) => status === scene.refusedStatus && !url.includes(own),
        );
      },
    },
    {
      promise: 'The application is told once that the user has to sign in again',
      judgedBy: 'how often the application was told, after ten requests and one more',
      refreshes: true,
      needs: ['ended'],
      async play(scene) {
        await allWait(scene);
        await scene.ask(notes(1, 'later'));
        are('times that the application was told', (await scene.told()).signInAgain, 1);
      },
    },
    {
      promise: 'What has been refused is given up: later requests neither carry the dead token nor refresh with it',
      judgedBy: 'three later requests arrive without a token; one refresh call in all',
      refreshes: true,
      async play(scene) {
        await scene.signIn();
        await scene.revoke();
        failed(await scene.ask(notes(1)));
        failed(await scene.ask(notes(3, 'later')));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
        are('later requests with a token', scene.withToken('later').length, 0);
      },
    },
    {
      promise: 'After that the user signs in again on the same page, and everything works',
      judgedBy: 'an answer when the new token has expired; one refresh call for the new sign-in',
      refreshes: true,
      async play(scene) {
        await scene.signIn();
        await scene.revoke();
        failed(await scene.ask(notes(1)));
        await scene.signIn();
        await scene.expire();
        answered(await scene.ask(notes(1, 'anew')));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
  ],
};
