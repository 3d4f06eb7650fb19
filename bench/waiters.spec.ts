import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadLibrary } from '../model/library.ts';
import { gather } from './crowd.ts';

const COUNT = 10_000;

/** Collects garbage, as thoroughly as the engine can. */
async function collect(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let n = 0; n < 5; n++) {
    await new Promise((resolve) => setTimeout(resolve, 10)); // what a weak reference has shown lives until the next turn
    gc();
  }
}

describe('A crowd', () => {
  it('R20: of ten thousand waits for one refresh, is answered in order, and leaves nothing behind', async () => {
    const crowd = await gather(await loadLibrary(), COUNT);

    assert.equal(crowd.refreshes, 1);
    assert.equal(crowd.sends, 2 * COUNT);
    assert.deepEqual(
      crowd.answered,
      Array.from({ length: COUNT }, (_, n) => n),
    );
    await collect();
    assert.equal(crowd.handedOut.length, 2 * COUNT);
    const alive = crowd.handedOut.filter((reference) => reference.deref() !== undefined).length;
    assert.ok(alive <= 1, `${alive} of what was handed out is still held`); // the engine may hold the last one
    crowd.destroy();
  });

  it('R20: the same check sees what is held', async () => {
    const crowd = await gather(await loadLibrary(), 10);
    const held = crowd.handedOut.map((reference) => reference.deref());
    await collect();
    assert.equal(held.length, 20);
    assert.ok(crowd.handedOut.every((reference) => reference.deref() !== undefined));
    crowd.destroy();
  });
});
