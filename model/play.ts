import type { Library } from './library.ts';
import type { Script } from './script.ts';
import type { Sight } from './sights.ts';
import { Stage } from './stage.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What a play has shown. */
export interface Play {
  /** What is wrong. */
  readonly findings: readonly string[];
  readonly sights: ReadonlySet<Sight>;
}

/** Plays a script from beginning to end, and on until nothing moves any more. */
export async function play(script: Script, library: typeof Library, time: VirtualTime): Promise<Play> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0; // nobody reads the stacks of the errors that a play is full of, and they take a third of its time
  try {
    const stage = new Stage(script, library, time);
    await stage.run();

    return stage.witness;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
