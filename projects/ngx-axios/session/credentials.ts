/**
 * What one request is sent with.
 *
 * Answers are bound to the credentials their request was sent with: a failure of older credentials says nothing about the
 * ones held now.
 *
 * @example
 * ```ts
 * import { Signal, inject } from '@angular/core';
 * import { toSignal } from '@angular/core/rxjs-interop';
 * import { Credentials, Session } from 'ngx-axios';
 *
 * // In an injection context: what the next request would be sent with.
 * export const current = (): Signal<Credentials | undefined> => toSignal(inject(Session).credentials$);
 * ```
 */
export interface Credentials {
  /** Counts every change of the session: sign-in, refresh, sign-out. */
  readonly generation: number;
  /** Which sign-in these belong to; `0` when nobody is signed in. Requests of one sign-in never carry the token of another. */
  readonly session: number;
  /** Absent when nobody is signed in, and in a session of cookies, where the browser attaches it. */
  readonly accessToken?: string;
}
