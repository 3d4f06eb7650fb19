import { SessionError, SessionErrorDetails } from './session-error';

/**
 * The access token had expired and has been refreshed, but this request could not be sent again: its body was a stream, or
 * it said `replay: false`. Sent anew by the application it carries the fresh token.
 *
 * @see {@link isNotReplayableError}
 */
export class NotReplayableError extends SessionError {
  override readonly name = 'NotReplayableError' as const;

  constructor(details: SessionErrorDetails = {}) {
    super(
      'The access token had expired and this request cannot be sent again: its body is a stream, or it says `replay: false`. The token is fresh now; send the request anew.',
      details,
    );
  }

  override forRequest(failure: unknown): NotReplayableError {
    return new NotReplayableError({ cause: this.cause, failure });
  }
}

/**
 * Whether the error says that an expired request could not be sent again.
 *
 * @example
 * ```ts
 * import { AxiosClient, isNotReplayableError } from 'ngx-axios';
 * import { defer, Observable, retry, throwError, timer } from 'rxjs';
 *
 * // A stream can be read once: make a new one for the second attempt.
 * export const upload = (http: AxiosClient, open: () => ReadableStream): Observable<unknown> =>
 *   defer(() => http.post('/files', open())).pipe(
 *     retry({ count: 1, delay: (error) => (isNotReplayableError(error) ? timer(0) : throwError(() => error)) }),
 *   );
 * ```
 */
export function isNotReplayableError(error: unknown): error is NotReplayableError {
  return error instanceof NotReplayableError;
}
