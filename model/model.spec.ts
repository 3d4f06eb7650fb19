import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { anySeed, check, tell } from './check.ts';
import { COUNTER_EXAMPLES } from './counter-examples.ts';
import { loadLibrary, type Library } from './library.ts';
import { play } from './play.ts';
import { VirtualTime } from './virtual-time.ts';

describe('The model', () => {
  let library: typeof Library;
  before(async () => (library = await loadLibrary()));

  it('finds nothing wrong, whatever happens in whatever order', async (test) => {
    const seed = anySeed();
    const began = process.hrtime.bigint();
    const { runs, sights, counterExample } = await check(library, { runs: 10_000, seed });
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;

    test.diagnostic(`seed ${seed}, ${runs} runs, ${Math.round(runs / seconds)} runs/s`);
    for (const [sight, count] of sights) test.diagnostic(`${count} plays: ${sight}`);
    assert.ok(!counterExample, counterExample && tell(counterExample, seed));
    assert.ok(!Array.from(sights.values()).includes(0), 'The scripts have grown dull.');
  });

  describe('counter-examples that it has found', () => {
    let time: VirtualTime;
    before(() => (time = new VirtualTime()));
    after(() => time.uninstall());

    for (const { name, script } of COUNTER_EXAMPLES) {
      it(name, async () => {
        const { findings } = await play(script, library, time);

        assert.deepEqual(findings, []);
      });
    }
  });
});
