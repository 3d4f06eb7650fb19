import type { Result } from '../play-all.ts';
import type { Verdict } from '../stage/theatre.ts';

export const OUTCOMES = ['pass', 'fail', 'hang', 'n/a'] as const;

/** How often a system came to what. */
export function tally({ verdicts }: Result): Record<Verdict['outcome'], number> {
  const counts = { pass: 0, fail: 0, hang: 0, 'n/a': 0 };
  for (const { outcome } of verdicts.values()) counts[outcome]++;

  return counts;
}

/** One line for each system. */
export function summary(results: readonly Result[]): string {
  return results
    .map((result) => {
      const counts = tally(result);

      return `${result.facts.name}: ${OUTCOMES.map((outcome) => `${counts[outcome]} ${outcome}`).join(', ')}`;
    })
    .join('\n');
}
