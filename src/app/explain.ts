import { isAxiosError } from 'axios';
import { isRefreshUnavailableError, isSessionEndedError } from 'ngx-axios';

/** What a user is told of a request that failed. */
export function explain(error: unknown): string {
  if (isSessionEndedError(error)) return 'Your session has ended. Sign in again to go on.';
  if (isRefreshUnavailableError(error)) {
    return `Your session cannot be renewed now. Try again after ${error.retryAt.toLocaleTimeString()}.`;
  }
  if (isAxiosError<{ title?: string } | null>(error)) {
    return error.response?.data?.title ?? (error.response ? 'The server failed.' : 'The server does not answer.');
  }
  return 'Something went wrong.';
}
