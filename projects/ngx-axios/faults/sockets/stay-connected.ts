// stay-connected.ts
import { isRefreshUnavailableError, Session, SessionEndedError } from 'ngx-axios/session';
import { map, merge, Observable, retry, throwError, timer } from 'rxjs';

/** A connection has closed, and is to be made anew. */
export class Closed extends Error {}

/** Connects anew whenever the connection has closed. Fails with `SessionEndedError` when the session ends. */
export function stayConnected<T>(session: Session, connection$: Observable<T>): Observable<T> {
  const end$ = session.ended$.pipe(
    map(({ reason }): never => {
      throw new SessionEndedError(reason);
    }),
  );

  return merge(end$, connection$.pipe(retry({ delay: pause, resetOnSuccess: true })));
}

/** Waits longer and longer, at random so that not all come at once, and until a refresh may be tried again. */
function pause(error: unknown, count: number): Observable<unknown> {
  const isUnavailable = isRefreshUnavailableError(error);
  if (!isUnavailable && !(error instanceof Closed)) return throwError(() => error);

  const backoff = Math.random() * Math.min(30_000, 100 * 2 ** count);

  return timer(Math.max(backoff, isUnavailable ? error.retryAt.getTime() - Date.now() : 0));
}
