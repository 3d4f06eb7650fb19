import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { playAll, type Result } from './play-all.ts';
import { GROUPS } from './scenarios/scenarios.ts';
import type { Verdict } from './stage/theatre.ts';
import { CONTROL, OURS } from './systems/systems.ts';

/** What our own systems do not offer, by their files. */
const NOT_OFFERED: Record<(typeof OURS)[number], readonly string[]> = {
  'axios-client': [],
  'axios-ref': ['code that knows axios alone is not waited for by Angular; AxiosClient is'],
  'http-client': ['HttpClient has no `transformRequest`'],
};

describe('Conformance', () => {
  const results = new Map<string, Result>();

  before(async () => {
    const systems = [...OURS, CONTROL];
    const played = await playAll(systems, GROUPS, systems.length);
    systems.forEach((system, place) => results.set(system, played[place]!));
  });

  const seen = (system: string, is: (outcome: Verdict['outcome'], refreshes: boolean) => boolean) =>
    [...results.get(system)!.verdicts]
      .filter(([{ refreshes }, { outcome }]) => is(outcome, refreshes))
      .map(([{ promise }, { reason }]) => ({ promise, reason }));

  it('has at least forty scenarios', () => {
    assert.ok(results.get(CONTROL)!.verdicts.size >= 40);
  });

  for (const system of OURS) {
    it(`${system} keeps every promise`, () => {
      assert.deepEqual(
        seen(system, (outcome) => outcome === 'fail' || outcome === 'hang'),
        [],
      );
      assert.deepEqual(
        seen(system, (outcome) => outcome === 'n/a').map(({ reason }) => reason),
        NOT_OFFERED[system],
      );
    });
  }

  it('the control, which never refreshes, keeps none that takes a refresh', () => {
    assert.deepEqual(
      seen(CONTROL, (outcome, refreshes) => outcome === 'pass' && refreshes),
      [],
    );
    assert.deepEqual(
      seen(CONTROL, (outcome) => outcome === 'hang'),
      [],
    );
  });
});
