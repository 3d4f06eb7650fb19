/**
 * Why a session ended.
 *
 * - `refused`: the server refused the refresh.
 * - `no-refresh-token`: the application's `refresh` had nothing to refresh with.
 * - `signed-out`: `Session.end()`.
 * - `signed-out-elsewhere`: another tab signed out.
 * - `replaced`: somebody else signed in.
 */
export type SessionEndReason = 'refused' | 'no-refresh-token' | 'signed-out' | 'signed-out-elsewhere' | 'replaced';

/** The end of one session. */
export interface SessionEnd {
  readonly reason: SessionEndReason;
  /** The answer to an earlier refresh was lost, and the server now refuses the token that it had perhaps already used up. */
  readonly afterLostResponse: boolean;
}

/** What monitoring may want to know. Never holds a token. */
export type SessionEvent =
  | { readonly type: 'refreshed'; readonly generation: number }
  | { readonly type: 'unavailable'; readonly cause: Error; readonly retryAt: Date }
  | ({ readonly type: 'ended' } & SessionEnd)
  /** The store could not be read or written; the session goes on in memory. */
  | { readonly type: 'store-failed'; readonly cause: Error };
