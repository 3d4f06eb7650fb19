import { answered, are, sameBytes } from '../stage/judge.ts';
import type { Scene } from '../stage/scene.ts';
import type { Errand } from '../page/errand.ts';
import { heldRefresh } from './held-refresh.ts';
import type { Group } from './scenario.ts';

const NOTE: Errand = { method: 'POST', url: '/notes?n=body', body: 'json' };
const FILE: Errand = { method: 'POST', url: '/files?n=body', body: 'form' };
const BYTES: Errand = { method: 'POST', url: '/files?n=body', body: 'bytes' };

async function again(scene: Scene, errand: Errand): Promise<void> {
  await scene.signIn();
  await scene.expire();
  answered(await scene.ask([errand]));
  const arrivals = scene.arrivals('n=body');
  are('arrivals', arrivals.length, 2);
  sameBytes(arrivals);
}

export const bodies: Group = {
  title: 'What is sent again',
  scenarios: [
    {
      promise: 'JSON is sent again byte for byte',
      judgedBy: 'an answer; two arrivals with the same digest of their bytes',
      refreshes: true,
      needs: ['replays'],
      play: (scene) => again(scene, NOTE),
    },
    {
      promise: 'A form with a file is sent again byte for byte',
      judgedBy: 'the same, without the boundary, which the browser makes up',
      refreshes: true,
      needs: ['replays'],
      play: (scene) => again(scene, FILE),
    },
    {
      promise: 'A buffer is sent again byte for byte',
      judgedBy: 'the same',
      refreshes: true,
      needs: ['replays'],
      play: (scene) => again(scene, BYTES),
    },
    {
      promise: 'A form that the caller changes while its request waits is sent again as it was',
      judgedBy: 'the same',
      refreshes: true,
      needs: ['replays'],
      async play(scene) {
        const { refresh, sent } = await heldRefresh(scene, [FILE]);
        await scene.changeForms();
        refresh.release();
        answered(await scene.outcomes(sent));
        sameBytes(scene.arrivals('n=body'));
      },
    },
    {
      promise: 'What the application does to every body (`transformRequest`) is done once',
      judgedBy: 'an answer; two arrivals with the same digest of their bytes',
      refreshes: true,
      needs: ['replays', 'transform'],
      circumstances: { transform: true },
      play: (scene) => again(scene, NOTE),
    },
  ],
};
