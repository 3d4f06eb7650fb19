import fc from 'fast-check';
import { anyScript } from './any-script.ts';
import type { Library } from './library.ts';
import { play } from './play.ts';
import type { Script } from './script.ts';
import { SIGHTS, type Sight } from './sights.ts';
import { VirtualTime } from './virtual-time.ts';

/** Which plays: so many, in the order that the seed gives; the path leads to one of them. */
export interface Plan {
  readonly runs: number;
  readonly seed: number;
  readonly path?: string;
}

/** What the plays have shown. */
export interface Result {
  readonly runs: number;
  /** In how many plays what was seen. */
  readonly sights: ReadonlyMap<Sight, number>;
  /** The smallest script that shows what is wrong, and how to find it again. */
  readonly counterExample?: { readonly script: Script; readonly findings: readonly string[]; readonly path: string };
}

class Found extends Error {
  readonly findings: readonly string[];

  constructor(findings: readonly string[]) {
    super(findings.join('\n'));
    this.findings = findings;
  }
}

/**
 * Plays many scripts against the library, and makes the first that shows something wrong as small as it gets.
 *
 * fast-check gives the scripts and shrinks them. Not its `commands` and `scheduler`: a scheduler decides in which order pending
 * promises settle and lets a fixed number of microtasks run between two of them, while here each number of them is a case of
 * its own; and a script that is data can be printed, kept as a test, and cut at every point one after the other.
 */
export async function check(library: typeof Library, { runs, seed, path }: Plan): Promise<Result> {
  const time = new VirtualTime();
  const sights = new Map(SIGHTS.map((sight) => [sight, 0]));
  try {
    const property = fc.asyncProperty(anyScript, async (script) => {
      const { findings, sights: seen } = await play(script, library, time);
      for (const sight of seen) sights.set(sight, sights.get(sight)! + 1);
      if (findings.length > 0) throw new Found(findings);
    });
    const details = await fc.check(property, { numRuns: runs, seed, path, endOnFailure: path !== undefined });
    const { numRuns, counterexample, counterexamplePath, errorInstance } = details;
    if (!counterexample) return { runs: numRuns, sights };
    if (!(errorInstance instanceof Found)) throw errorInstance;

    const { findings } = errorInstance;
    return {
      runs: numRuns,
      sights,
      counterExample: { script: counterexample[0], findings, path: counterexamplePath ?? '' },
    };
  } finally {
    time.uninstall();
  }
}

/** A seed that nobody has chosen. */
export function anySeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

/** What somebody needs who reads of a violation: what is wrong, what happened, and how to see it again. */
export function tell({ script, findings, path }: NonNullable<Result['counterExample']>, seed: number): string {
  const { steps, ...rest } = script;

  return [
    ...findings,
    JSON.stringify(rest),
    ...steps.map((step) => `  ${JSON.stringify(step)},`),
    `again: npm run test:model -- --seed ${seed} --path ${path}`,
  ].join('\n');
}
