import { answered, are, notes, settled } from '../stage/judge.ts';
import type { Group } from './scenario.ts';

export const guards: Group = {
  title: 'The guard',
  scenarios: [
    {
      promise: 'It lets a user in whose access token has expired and whose refresh token lives',
      judgedBy: 'the address after the navigation, and then an answer',
      refreshes: true,
      needs: ['guard'],
      async play(scene) {
        await scene.signIn();
        await scene.expire();
        are('address', await scene.goTo('/guarded'), '/guarded');
        answered(await scene.ask(notes(1)));
      },
    },
    {
      promise: 'It leads to the login when nobody is signed in',
      judgedBy: 'the path after the navigation',
      refreshes: false,
      needs: ['guard'],
      async play(scene) {
        are('path', (await scene.goTo('/guarded')).split('?')[0], '/login');
      },
    },
    {
      promise: 'After a reload, with nothing but an HttpOnly refresh cookie, it waits for the session and lets in',
      judgedBy: 'the address after the navigation, and then an answer; one refresh call',
      refreshes: true,
      needs: ['guard'],
      circumstances: { delivery: 'access-in-memory' },
      async play(scene) {
        await scene.signIn();
        await scene.reload();
        are('address', await scene.goTo('/guarded'), '/guarded');
        answered(await scene.ask(notes(1)));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
    {
      promise: 'When the session ends on a guarded page, ten failing requests lead to the login once',
      judgedBy: 'the path afterwards, and how many navigations it took',
      refreshes: true,
      needs: ['guard', 'leaves'],
      async play(scene) {
        await scene.signIn();
        are('address', await scene.goTo('/guarded'), '/guarded');
        await scene.revoke();
        settled(await scene.ask(notes(10)));
        await scene.until(async () => (await scene.address()).startsWith('/login'), 'the login is shown');
        are('navigations', await scene.navigations(), 2);
      },
    },
  ],
};
