import { SessionError, SessionErrorDetails } from './session-error';
import { SessionEndReason } from './session-event';

/** All reasons, in words. */
export const WHY: Record<SessionEndReason, string> = {
  refused: 'the server refused the refresh',
  'no-refresh-token': 'there was nothing to refresh with',
  'signed-out': 'nobody is signed in any more',
  'signed-out-elsewhere': 'another tab signed out',
  replaced: 'somebody else signed in',
  'identity-changed': 'the refresh answered the tokens of somebody else',
};

/**
 * The request was part of a session that has ended. It was not sent, or not sent again.
 *
 * @see {@link isSessionEndedError}
 */
export class SessionEndedError extends SessionError {
  override readonly name = 'SessionEndedError' as const;

  constructor(
    readonly reason: SessionEndReason,
    details: SessionErrorDetails = {},
  ) {
    super(`The session has ended: ${WHY[reason]}.`, details);
  }

  override forRequest(failure: unknown): SessionEndedError {
    return new SessionEndedError(this.reason, { cause: this.cause, failure });
  }

  override toJSON(): object {
    return { ...super.toJSON(), reason: this.reason };
  }
}

/**
 * Whether the error says that the request's session has ended.
 *
 * @example
 * ```ts
 * import { AxiosClient, isSessionEndedError } from 'ngx-axios';
 * import { catchError, EMPTY, Observable, throwError } from 'rxjs';
 *
 * // Whoever is led to the login page needs no message about the orders.
 * export const orders = (http: AxiosClient): Observable<Order[]> =>
 *   http
 *     .get<Order[]>('/orders')
 *     .pipe(catchError((error) => (isSessionEndedError(error) ? EMPTY : throwError(() => error))));
 * ```
 */
export function isSessionEndedError(error: unknown): error is SessionEndedError {
  return error instanceof SessionEndedError;
}
