import { answered, are, atMost, notes } from '../stage/judge.ts';
import type { Group } from './scenario.ts';

/** Five minutes, in seconds: over, for a clock that is ten minutes ahead. */
const LIFETIME = 300;

export const clocks: Group = {
  title: 'Clocks and sleep',
  scenarios: [
    {
      promise: 'A device whose clock is ten minutes ahead does not refresh again and again',
      judgedBy: 'five answers to requests one after the other; at most one refresh call',
      refreshes: false,
      circumstances: { ahead: 10, lifetime: LIFETIME },
      async play(scene) {
        await scene.signIn();
        for (const errand of notes(5)) answered(await scene.ask([errand]));
        atMost('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
    {
      promise: 'A device whose clock is ten minutes behind refreshes all the same when the token has expired',
      judgedBy: 'an answer; one refresh call',
      refreshes: true,
      circumstances: { ahead: -10, lifetime: LIFETIME },
      async play(scene) {
        await scene.signIn();
        await scene.takeBack();
        answered(await scene.ask(notes(1)));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
    {
      promise: 'A computer that has slept past the expiry refreshes with its first request, and nobody signs in',
      judgedBy: 'an answer; one refresh call; the application was not told to sign in',
      refreshes: true,
      circumstances: { lifetime: LIFETIME },
      async play(scene) {
        await scene.signIn();
        await scene.expire();
        await scene.sleep(60);
        answered(await scene.ask(notes(1)));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
        are('times that the application was told to sign in', (await scene.told()).signInAgain, 0);
      },
    },
  ],
};
