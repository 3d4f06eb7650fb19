/**
 * What every error of this library carries.
 *
 * @see {@link isSessionError}
 */
export interface SessionErrorDetails {
  /** The request's own failure, as its client made it. */
  readonly failure?: unknown;
  /** What went wrong with the session. */
  readonly cause?: Error;
}

/**
 * Base class: "was it this library?". Failures of the request itself stay what the HTTP client made of them.
 *
 * @see {@link isSessionError}
 */
export abstract class SessionError extends Error {
  /** The request's own failure, as its client made it. Absent when the request was never sent. */
  readonly failure: unknown;

  /** What went wrong with the session, without bodies and credentials. */
  declare readonly cause?: Error;

  constructor(message: string, { failure, cause }: SessionErrorDetails) {
    super(message, { cause });
    this.failure = failure;
  }

  /** The same error for one of several requests that meet it, with that request's own failure. */
  abstract forRequest(failure: unknown): SessionError;

  /** Leaves the request out: its configuration and answer may be confidential. */
  toJSON(): object {
    return { name: this.name, message: this.message };
  }
}

/**
 * Whether this library made the error.
 *
 * @example
 * ```ts
 * import { ErrorHandler } from '@angular/core';
 * import { isSessionError } from 'ngx-axios';
 *
 * export class QuietErrorHandler extends ErrorHandler {
 *   override handleError(error: unknown): void {
 *     if (!isSessionError(error)) super.handleError(error);
 *   }
 * }
 * ```
 */
export function isSessionError(error: unknown): error is SessionError {
  return error instanceof SessionError;
}
