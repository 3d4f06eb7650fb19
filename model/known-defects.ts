import type { Occasion, Reaction } from './application.ts';

/**
 * Defects that the model has found and that are still there. Each has its counter-example in `counter-examples.ts`, and is looked
 * away from everywhere else, so that others are found. Whoever mends one takes it off this list.
 */
export type KnownDefect =
  /** A refresh that fails after the deadline leaves no pause behind, whatever its `Retry-After` says. */
  | 'late failures are forgotten'
  /** A listener that refreshes on being told of a refresh whose answer came late leaves the session refreshing for ever. */
  | 'refreshing on a late refresh'
  /** Who refreshes for a new session while listeners are told of the old one's outage is told of that outage, too. */
  | 'joining an outage'
  /** Where a listener signs the same subject in on being told of an outage, who waits is sent again with the refused token. */
  | 'signing in on an outage'
  /** When two tokens are refused by turns, the breaker takes them for three. */
  | 'one token, counted twice';

export const KNOWN_DEFECTS: ReadonlySet<KnownDefect> = new Set([
  'late failures are forgotten',
  'refreshing on a late refresh',
  'joining an outage',
  'signing in on an outage',
  'one token, counted twice',
]);

/** Whether a reaction leads to a known defect, while listeners are being told of something. */
export function leadsToKnown(
  known: ReadonlySet<KnownDefect>,
  told: ReadonlySet<Occasion>,
  reaction: Reaction,
): boolean {
  if (reaction === 'refreshes') return told.has('refreshed') && known.has('refreshing on a late refresh');

  return reaction.startsWith('signs in') && told.has('unavailable') && known.has('signing in on an outage');
}
