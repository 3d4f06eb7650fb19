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
  | 'one token, counted twice'
  /** Where who is handed the fresh token signs the same subject in, whoever is handed it afterwards is sent with it all the same. */
  | 'signing in on being handed a token'
  /** Where who is handed the token of a sign-in that cut a refresh short ends that session, `refresh$` fails after it has emitted. */
  | 'a failure after the token'
  /** Who refreshes before the store has answered, and a sign-in that is quicker: the session is refreshing for ever. */
  | 'refreshing before the store has answered'
  /** Where who is handed the token from the store signs somebody else in, whoever waited with them goes to that session. */
  | 'signing in on being restored';

export const KNOWN_DEFECTS: ReadonlySet<KnownDefect> = new Set([]);

/** What goes on when the application does something. */
export interface Circumstances {
  readonly known: ReadonlySet<KnownDefect>;
  /** What somebody is being told of, and whether somebody signs in. */
  readonly goingOn: readonly (Occasion | 'signing in')[];
  /** Who is signed in, as far as they are named. */
  readonly subject: string | undefined;
  /** The store has not answered yet. */
  readonly isRestoring: boolean;
  /** It has answered, and who waited for it is being told. */
  readonly wasRestored: boolean;
}

/** Whether what the application is about to do leads to a known defect. */
export function leadsToKnown(
  reaction: Reaction,
  { known, goingOn, subject, isRestoring, wasRestored }: Circumstances,
): boolean {
  const during = (occasion: (typeof goingOn)[number], defect: KnownDefect) =>
    goingOn.includes(occasion) && known.has(defect);
  if (reaction === 'refreshes') {
    // Being handed a token that was waited for since before the store has answered comes to the same.
    const handed = goingOn.includes('signing in') && goingOn.includes('settled');
    if ((isRestoring || handed) && known.has('refreshing before the store has answered')) return true;

    return during('refreshed', 'refreshing on a late refresh');
  }
  if (!reaction.startsWith('signs')) return false;
  if (wasRestored && known.has('signing in on being restored')) return true;
  if (reaction !== `signs in as ${subject}`)
    return during('signing in', 'a failure after the token') && goingOn.includes('settled');

  return during('unavailable', 'signing in on an outage') || during('settled', 'signing in on being handed a token');
}
