import { answered, are, notes } from '../stage/judge.ts';
import type { Group } from './scenario.ts';

export const clients: Group = {
  title: 'Several clients',
  scenarios: [
    {
      promise: 'Two clients of one session whose requests are refused together make one refresh',
      judgedBy: 'two answers; one refresh call',
      refreshes: true,
      needs: ['two-clients'],
      async play(scene) {
        await scene.signIn();
        await scene.expire();
        const second = notes(1, 'second').map((errand) => ({ ...errand, second: true }));
        answered(await scene.ask([...notes(1), ...second]));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
  ],
};
