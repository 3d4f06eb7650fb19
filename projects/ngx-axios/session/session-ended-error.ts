import { SessionError, SessionErrorDetails } from './session-error';
import { SessionEndReason } from './session-event';

const WHY: Record<SessionEndReason, string> = {
  refused: 'the server refused the refresh',
  'no-refresh-token': 'there was nothing to refresh with',
  'signed-out': 'nobody is signed in any more',
  'signed-out-elsewhere': 'another tab signed out',
  replaced: 'somebody else signed in',
  'identity-changed': 'the refresh answered the tokens of somebody else',
};

/** The request was part of a session that has ended. It was not sent, or not sent again. */
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

/** Whether the error says that the request's session has ended. */
export function isSessionEndedError(error: unknown): error is SessionEndedError {
  return error instanceof SessionEndedError;
}
