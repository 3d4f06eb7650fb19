/**
 * Why a session ended.
 *
 * - `refused`: the server refused the refresh.
 * - `no-refresh-token`: the application's `refresh` had nothing to refresh with.
 * - `signed-out`: `Session.end()`.
 * - `signed-out-elsewhere`: another tab signed out.
 * - `replaced`: somebody else signed in.
 * - `identity-changed`: the refresh answered the tokens of somebody else.
 */
export type SessionEndReason =
  'refused' | 'no-refresh-token' | 'signed-out' | 'signed-out-elsewhere' | 'replaced' | 'identity-changed';

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
  /**
   * The server keeps renewing the access token and refusing the fresh one. For the next minute answers that say "expired" are
   * handed out as they are; then one more refresh is tried.
   */
  | { readonly type: 'ineffective'; readonly generation: number }
  | ({ readonly type: 'ended' } & SessionEnd)
  /** The store could not be read or written; the session goes on in memory. */
  | { readonly type: 'store-failed'; readonly cause: Error };
