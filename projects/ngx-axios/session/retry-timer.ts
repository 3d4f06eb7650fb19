import { Observable, throwError, timer } from 'rxjs';
import { RefreshUnavailableError } from './refresh-unavailable-error';

/** For `retry({ delay })`: waits until a refresh that was unavailable may be tried again; every other failure is final. */
export function retryTimer(error: unknown): Observable<unknown> {
  if (!(error instanceof RefreshUnavailableError)) return throwError(() => error);

  return timer(Math.max(1, error.retryAt.getTime() - Date.now() + 1));
}
