// live-cookie-events.ts
import { isRefreshUnavailableError, Session } from 'ngx-axios/session';
import { catchError, Observable, switchMap } from 'rxjs';
import { Closed, stayConnected } from './stay-connected';

/**
 * Each event source, whenever it is open. Unsubscribing closes it.
 *
 * @param ask$ - A small request, `client.get('/me')` say: where the cookies have expired, it gets them refreshed.
 */
export function liveCookieEvents$(session: Session, url: string, ask$: Observable<unknown>): Observable<EventSource> {
  const asked$ = ask$.pipe(
    catchError((error: unknown) => {
      throw isRefreshUnavailableError(error) || !session.signedIn() ? error : new Closed('The server cannot tell.');
    }),
  );

  return stayConnected(session, asked$.pipe(switchMap(() => connect(url))));
}

function connect(url: string): Observable<EventSource> {
  return new Observable((subscriber) => {
    const source = new EventSource(url, { withCredentials: true });
    source.onopen = () => subscriber.next(source);
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return; // it comes back by itself
      subscriber.error(new Closed('The events were refused, and nobody knows why.'));
    };

    return () => source.close();
  });
}
