import type { Invariant, Report } from './invariants.ts';

/** What one test is told about the requests it caused: nothing, unless it says what it does on purpose. */
export class Verdict {
  #expected = new Set<Invariant>();

  /** This test makes a client do what none may. It fails if that does not happen. */
  expectViolation(invariant: Invariant): void {
    this.#expected.add(invariant);
  }

  /** What is wrong with the test that ends here; the next one begins without any permission. */
  over(reports: readonly Report[]): string[] {
    const expected = this.#expected;
    this.#expected = new Set();
    const occurred = new Set(reports.map(({ invariant }) => invariant));

    return [
      ...reports.filter(({ invariant }) => !expected.has(invariant)).map(({ message }) => message),
      ...[...expected].filter((invariant) => !occurred.has(invariant)).map((name) => `${name}: expected, in vain`),
    ];
  }
}
