import { answered, are, notes } from '../stage/judge.ts';
import type { Scene } from '../stage/scene.ts';
import type { Group } from './scenario.ts';

async function recovers(scene: Scene): Promise<void> {
  await scene.signIn();
  answered(await scene.ask(notes(1, 'before')));
  await scene.expire();
  answered(await scene.ask(notes(1)));
  are('refresh calls', (await scene.counts()).refreshCalls, 1);
}

export const kindsOfTokens: Group = {
  title: 'Tokens of every kind',
  scenarios: [
    {
      promise: 'Tokens that say nothing of themselves will do: a refused request makes one refresh, and is answered',
      judgedBy: 'an answer; one refresh call',
      refreshes: true,
      circumstances: { opaque: true },
      play: recovers,
    },
    {
      promise: 'HttpOnly cookies that no script can read will do: a refused request makes one refresh, and is answered',
      judgedBy: 'the same',
      refreshes: true,
      circumstances: { delivery: 'cookies' },
      play: recovers,
    },
  ],
};
