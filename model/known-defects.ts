/**
 * Defects that the model has found and that are still there. Each has its counter-example in `counter-examples.ts`, and is looked
 * away from everywhere else, so that others are found. Whoever mends one takes it off this list.
 */
export type KnownDefect =
  /**
   * Where who is handed the token from a sign-in that was quicker than the store signs somebody else in, a request that waited
   * with them is told of the end of its session only when the refresh of the other session is over.
   */
  | 'waiting for the refresh of another session'
  /** An application that is destroyed during a refresh, or while its store is asked, leaves timers behind. */
  | 'timers outlive the application';

export const KNOWN_DEFECTS: ReadonlySet<KnownDefect> = new Set([
  'waiting for the refresh of another session',
  'timers outlive the application',
]);
