// live-events.ts
import { EventSource } from 'eventsource';
import { Session } from 'ngx-axios/session';
import { defer, firstValueFrom, Observable, tap } from 'rxjs';
import { Closed, stayConnected } from './stay-connected';

/** Each event source, whenever it is open. Unsubscribing closes it. */
export function liveEvents$(session: Session, url: string): Observable<EventSource> {
  return defer(() => {
    const headers: Record<string, string> = {}; // what is asked anew goes on after the same `Last-Event-ID`
    let refused: string | undefined;

    const connection$ = new Observable<EventSource>((subscriber) => {
      const token$ = defer(() => session.accessToken$({ refused })).pipe(
        tap({ error: (error: unknown) => subscriber.error(error) }),
      );
      const source = new EventSource(url, {
        fetch: async (input, init) => {
          Object.assign(headers, init.headers);
          const token = await firstValueFrom(token$);
          const authorized = { ...headers, Authorization: `Bearer ${token}` };
          const answer = await fetch(input, { ...init, headers: authorized, redirect: 'error' });
          refused = answer.status === 401 ? token : undefined;

          return answer;
        },
      });
      source.onopen = () => subscriber.next(source);
      source.onerror = ({ code = 0 }) => {
        if (source.readyState !== source.CLOSED) return; // it comes back by itself
        const isPassing = code === 401 || code === 429 || code >= 500;
        const why = `The events were answered with ${code}.`;
        subscriber.error(isPassing ? new Closed(why) : new Error(why));
      };

      return () => source.close();
    });

    return stayConnected(session, connection$);
  });
}
