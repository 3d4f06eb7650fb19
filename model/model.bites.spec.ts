import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BREAKAGES } from './breakages.ts';
import { loadBroken } from './broken-library.ts';
import { anySeed, check } from './check.ts';

/** Each is found within some hundred plays. So many more, that nobody is ever unlucky. */
const PLAYS = 20_000;

describe('The model sees', () => {
  for (const breakage of BREAKAGES) {
    it(breakage.name, async (test) => {
      const seed = anySeed();
      const { runs, counterExample } = await check(await loadBroken(breakage), { runs: PLAYS, seed });

      test.diagnostic(`seed ${seed}, after ${runs} runs: ${counterExample?.findings.join('; ').slice(0, 160)}`);
      assert.ok(counterExample, 'The library is broken and the model sees nothing.');
    });
  }
});
