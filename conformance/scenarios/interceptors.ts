import { answered, are, notes } from '../stage/judge.ts';
import type { Told } from '../page/errand.ts';
import type { Scene } from '../stage/scene.ts';
import type { Group } from './scenario.ts';

async function once(scene: Scene, which: keyof Told): Promise<void> {
  await scene.signIn();
  await scene.expire();
  const before = (await scene.told())[which];
  answered(await scene.ask(notes(1)));
  are('refreshes', (await scene.counts()).refreshes, 1);
  are('runs for one request', (await scene.told())[which] - before, 1);
}

export const interceptors: Group = {
  title: "The application's interceptors",
  scenarios: [
    {
      promise: "The application's request interceptors run once for a request that is sent twice",
      judgedBy: 'how often they ran for one request that was refused first',
      refreshes: true,
      needs: ['interceptors'],
      play: (scene) => once(scene, 'requests'),
    },
    {
      promise: 'Its response interceptors run once, and see only the final outcome',
      judgedBy: 'how often they ran for one request that was refused first',
      refreshes: true,
      needs: ['interceptors'],
      play: (scene) => once(scene, 'responses'),
    },
  ],
};
