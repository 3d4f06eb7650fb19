/**
 * Defects that the model has found and that are still there. Each has its counter-example in `model.spec.ts`, and is looked away
 * from everywhere else, so that others are found. Whoever mends one takes it off this list.
 */
export type KnownDefect =
  /** A refresh that fails after the deadline leaves no pause behind, whatever its `Retry-After` says. */
  'late failures are forgotten';

export const KNOWN_DEFECTS: ReadonlySet<KnownDefect> = new Set(['late failures are forgotten']);
