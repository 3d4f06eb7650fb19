/**
 * Defects that the model has found and that are still there. Each has its counter-example in `model.spec.ts`, and is looked away
 * from everywhere else, so that others are found. Whoever mends one takes it off this list.
 */
export type KnownDefect =
  /** A refresh that fails after the deadline leaves no pause behind, whatever its `Retry-After` says. */
  | 'late failures are forgotten'
  /** A listener that refreshes on being told of a refresh whose answer came late leaves the session refreshing for ever. */
  | 'refreshing on a late refresh'
  /** Who refreshes for a new session while listeners are told of the old one's outage is told of that outage, too. */
  | 'joining an outage';

export const KNOWN_DEFECTS: ReadonlySet<KnownDefect> = new Set([]);
