/**
 * Why a session ended.
 *
 * - `refused`: the server refused the refresh.
 * - `no-refresh-token`: the application's `refresh` had nothing to refresh with.
 * - `signed-out`: `Session.end()`.
 * - `signed-out-elsewhere`: another tab signed out.
 * - `replaced`: somebody else signed in.
 * - `identity-changed`: the refresh answered the tokens of somebody else.
 *
 * @see {@link SessionEnd}
 */
export type SessionEndReason =
  'refused' | 'no-refresh-token' | 'signed-out' | 'signed-out-elsewhere' | 'replaced' | 'identity-changed';

/**
 * The end of one session.
 *
 * @example
 * ```ts
 * import { inject } from '@angular/core';
 * import { Router } from '@angular/router';
 * import { Session } from 'ngx-axios';
 *
 * export function leaveWhenOver(): void {
 *   const router = inject(Router);
 *   inject(Session).ended$.subscribe(({ reason }) => {
 *     if (reason !== 'signed-out') void router.navigate(['/login'], { queryParams: { because: reason } });
 *   });
 * }
 * ```
 */
export interface SessionEnd {
  readonly reason: SessionEndReason;
  /** The answer to an earlier refresh was lost, and the server now refuses the token that it had perhaps already used up. */
  readonly afterLostResponse: boolean;
}

/**
 * What monitoring may want to know. Never holds a token.
 *
 * @example
 * ```ts
 * import { inject } from '@angular/core';
 * import { Session } from 'ngx-axios';
 *
 * export function watchSession(): void {
 *   inject(Session).events$.subscribe((event) => {
 *     if (event.type === 'unavailable') console.warn(`Refresh failed; next try at ${event.retryAt.toISOString()}`);
 *   });
 * }
 * ```
 */
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
