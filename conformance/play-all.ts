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

/** Plays scenarios with systems, so many systems at a time. Tells of each verdict as it comes. */
export async function playAll(
  systems: readonly string[],
  groups: readonly Group[],
  abreast: number,
  tell: (facts: Facts, scenario: Scenario, verdict: Verdict) => void = () => undefined,
): Promise<Result[]> {
  const browser = await openBrowser(FLAGS);
  const results: Result[] = [];
  const left = [...systems.entries()];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [place, system] = next;
      const theatre = await Theatre.open(browser, system);
      const verdicts = new Map<Scenario, Verdict>();
      for (const scenario of groups.flatMap(({ scenarios }) => scenarios)) {
        const verdict = await theatre.play(scenario);
        verdicts.set(scenario, verdict);
        tell(theatre.facts, scenario, verdict);
      }
      results[place] = { facts: theatre.facts, verdicts };
      await theatre.close();
    }
  };
  try {
    await Promise.all(Array.from({ length: abreast }, work));
  } finally {
    await browser.close();
  }

  return results;
}
