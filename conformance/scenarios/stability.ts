import { answered, are, notes } from '../stage/judge.ts';
import { heldRefresh } from './held-refresh.ts';
import type { Group } from './scenario.ts';

export const stability: Group = {
  title: 'Angular',
  scenarios: [
    {
      promise:
        'The application counts as stable only when its request is answered, the refresh and the second send included',
      judgedBy: '`ApplicationRef.whenStable`, before and after the answer to the refresh',
      refreshes: true,
      needs: ['stability'],
      async play(scene) {
        const { refresh, sent } = await heldRefresh(scene, notes(1));
        are('stable while the request waits', await scene.isStable(), false);
        refresh.release();
        answered(await scene.outcomes(sent));
        await scene.until(() => scene.isStable(), 'the application is stable');
      },
    },
    {
      promise: 'A timer that refreshes early does not keep the application from being stable',
      judgedBy: '`ApplicationRef.whenStable` with a session and nothing under way',
      refreshes: false,
      needs: ['early'],
      circumstances: { early: true },
      async play(scene) {
        await scene.signIn();
        answered(await scene.ask(notes(1)));
        await scene.until(() => scene.isStable(), 'the application is stable');
      },
    },
  ],
};
