import { openBrowser } from '../e2e/browser.ts';
import type { Facts } from './page/errand.ts';
import type { Group, Scenario } from './scenarios/scenario.ts';
import { Theatre, type Verdict } from './stage/theatre.ts';

/** What all scenarios came to for one system. */
export interface Result {
  readonly facts: Facts;
  readonly verdicts: ReadonlyMap<Scenario, Verdict>;
}

/** Leads every host of the look-alikes to this machine. */
const FLAGS = ['--host-resolver-rules=MAP *evil.test 127.0.0.1'];
/** Scenarios are dealt into so many hands for each system, so that one which hangs in many of them does not play alone in the end. */
const HANDS = 2;

/** Plays scenarios with systems, so many at a time. Tells of each verdict as it comes. */
export async function playAll(
  systems: readonly string[],
  groups: readonly Group[],
  abreast: number,
  tell: (facts: Facts, scenario: Scenario, verdict: Verdict) => void = () => undefined,
): Promise<Result[]> {
  const scenarios = groups.flatMap(({ scenarios: some }) => some);
  const browser = await openBrowser(FLAGS);
  const facts = new Map<string, Facts>();
  const verdicts = new Map(systems.map((system) => [system, new Map<Scenario, Verdict>()]));
  const left = systems.flatMap((system) => Array.from({ length: HANDS }, (_, hand) => ({ system, hand })));
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { system, hand } = next;
      const theatre = await Theatre.open(browser, system);
      facts.set(system, theatre.facts);
      for (const scenario of scenarios.filter((_, place) => place % HANDS === hand)) {
        const verdict = await theatre.play(scenario);
        verdicts.get(system)!.set(scenario, verdict);
        tell(theatre.facts, scenario, verdict);
      }
      await theatre.close();
    }
  };
  try {
    await Promise.all(Array.from({ length: abreast }, work));
  } finally {
    await browser.close();
  }

  return systems.map((system) => ({
    facts: facts.get(system)!,
    verdicts: new Map(scenarios.map((scenario) => [scenario, verdicts.get(system)!.get(scenario)!])),
  }));
}
