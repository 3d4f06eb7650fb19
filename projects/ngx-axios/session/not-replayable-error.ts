import { SessionError, SessionErrorDetails } from './session-error';

/**
 * The access token had expired and has been refreshed, but this request could not be sent again: its body was a stream, or
 * it said `replay: false`. Sent anew by the application it carries the fresh token.
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

/** Whether the error says that an expired request could not be sent again. */
export function isNotReplayableError(error: unknown): error is NotReplayableError {
  return error instanceof NotReplayableError;
}
