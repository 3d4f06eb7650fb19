import { answered, are, atMost, failed, notes, tells } from '../stage/judge.ts';
import type { Group } from './scenario.ts';

export const secondRefusals: Group = {
  title: 'A second 401',
  scenarios: [
    {
      promise:
        'A request that is refused again with the fresh token fails with its own 401, after two sends and one refresh',
      judgedBy: 'it fails, and its error tells the 401; two arrivals; one refresh call',
      refreshes: true,
      needs: ['replays'],
      async play(scene) {
        await scene.signIn();
        scene.refuse('never');
        const [outcome] = failed(await scene.askUnlessEndless(notes(1, 'never'), 'never'));
        are('arrivals', scene.arrivals('never').length, 2);
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
        tells([outcome!], 'its own 401', ({ status, url }) => status === scene.expiredStatus && url.includes('never'));
      },
    },
    {
      promise: 'One request that is refused whatever it brings does not disturb ten others',
      judgedBy: 'ten answers and one failure; one refresh call',
      refreshes: true,
      async play(scene) {
        await scene.signIn();
        await scene.expire();
        scene.refuse('never');
        const outcomes = await scene.askUnlessEndless([...notes(1, 'never'), ...notes(10)], 'never');
        answered(outcomes.slice(1));
        failed(outcomes.slice(0, 1));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
    {
      promise: 'A server that refuses every token is asked for a new one at most once for each request',
      judgedBy: 'five requests, one after the other, fail; at most five refresh calls, and ten arrivals',
      refreshes: true,
      needs: ['replays'],
      async play(scene) {
        await scene.signIn();
        scene.refuse('n=');
        for (const errand of notes(5)) failed(await scene.askUnlessEndless([errand], 'n='));
        const { refreshCalls } = await scene.counts();
        atMost('refresh calls', refreshCalls, 5);
        are('a refresh call at all', refreshCalls > 0, true);
        atMost('arrivals', scene.arrivals('n=').length, 10);
      },
    },
  ],
};
