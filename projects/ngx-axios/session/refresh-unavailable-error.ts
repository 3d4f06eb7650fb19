import { SessionError, SessionErrorDetails } from './session-error';

/**
 * The access token could not be refreshed now. The session stays: the same request may succeed after `retryAt`.
 *
 * @see {@link isRefreshUnavailableError}
 */
export class RefreshUnavailableError extends SessionError {
  override readonly name = 'RefreshUnavailableError' as const;

  constructor(
    /** Until then no refresh is tried, and requests that need one are rejected without being sent. */
    readonly retryAt: Date,
    details: SessionErrorDetails = {},
  ) {
    super(`The session could not be refreshed and stays as it is: ${details.cause?.message}`, details);
  }

  override forRequest(failure: unknown): RefreshUnavailableError {
    return new RefreshUnavailableError(this.retryAt, { cause: this.cause, failure });
  }

  override toJSON(): object {
    return { ...super.toJSON(), retryAt: this.retryAt };
  }
}

/**
 * Whether the error says that the refresh got no usable answer while the session stays.
 *
 * @example
 * ```ts
 * import { AxiosClient, isRefreshUnavailableError } from 'ngx-axios';
 * import { Observable, retry, throwError, timer } from 'rxjs';
 *
 * export const patientOrders = (http: AxiosClient): Observable<Order[]> =>
 *   http
 *     .get<Order[]>('/orders')
 *     .pipe(
 *       retry({ delay: (error) => (isRefreshUnavailableError(error) ? timer(error.retryAt) : throwError(() => error)) }),
 *     );
 * ```
 */
export function isRefreshUnavailableError(error: unknown): error is RefreshUnavailableError {
  return error instanceof RefreshUnavailableError;
}
