/** Counts which rows of docs/faults.md the tests that passed have proved. */
import { readFileSync } from 'node:fs';

/** A row of the list: proved by a test, or with a word why there is none. */
interface FaultRow {
  readonly id: string;
  readonly insteadOfTest: string;
}

/** The ids that a test's title begins with: `R1: …`, or `R1, R2: …`. */
function idsIn(title: string): string[] {
  return /^([A-Z]\d+(?:, [A-Z]\d+)*): /.exec(title)?.[1]?.split(', ') ?? [];
}

function rows(): FaultRow[] {
  const list = readFileSync(new URL('../docs/faults.md', import.meta.url), 'utf8');

  return list
    .split('\n')
    .filter((line) => /^\| [A-Z]\d+ /.test(line))
    .map((line) => {
      const [, id = '', , , insteadOfTest = ''] = line.split('|').map((cell) => cell.trim());

      return { id, insteadOfTest };
    });
}

/** The rows that have no word instead of a test: the test command fails unless one has passed. */
export function rowsWithTests(): string[] {
  return rows().flatMap(({ id, insteadOfTest }) => (insteadOfTest === '' ? [id] : []));
}

/**
 * Says what is proved and what is not.
 *
 * @param titles - The titles of the tests that passed.
 */
export function faultRows(titles: readonly string[]): { summary: string; unproved: string[]; unknown: string[] } {
  const proved = new Set(titles.flatMap(idsIn));
  const all = rows();
  const known = new Set(all.map(({ id }) => id));
  const open = all.filter(({ id }) => !proved.has(id));
  const later = open.filter(({ insteadOfTest }) => insteadOfTest.startsWith('later'));
  const unproved = open.filter(({ insteadOfTest }) => insteadOfTest === '').map(({ id }) => id);
  const reasoned = open.length - later.length - unproved.length;

  return {
    summary: `fault rows: ${all.length - open.length} of ${all.length} proved by a test, ${later.length} later, ${reasoned} with a reason, ${unproved.length} missing`,
    unproved,
    unknown: [...proved].filter((id) => !known.has(id)),
  };
}
