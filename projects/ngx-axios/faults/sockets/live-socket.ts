// live-socket.ts
import { Session } from 'ngx-axios/session';
import { defer, Observable, switchMap } from 'rxjs';
import { Closed, stayConnected } from './stay-connected';

/** The code with which the server closes a socket whose token is not, or no longer, good. */
const REFUSED = 4401;

/** Each socket, once the server has let it in. Unsubscribing closes it. */
export function liveSocket$(session: Session, url: string): Observable<WebSocket> {
  return defer(() => {
    let refused: string | undefined;
    const connection$ = defer(() => session.accessToken$({ refused })).pipe(
      switchMap((token) => connect(url, token, (code) => (refused = code === REFUSED ? token : undefined))),
    );

    return stayConnected(session, connection$);
  });
}

function connect(url: string, token: string, closed: (code: number) => void): Observable<WebSocket> {
  return new Observable((subscriber) => {
    const socket = new WebSocket(url);
    socket.onopen = () => socket.send(token);
    socket.addEventListener('message', () => subscriber.next(socket), { once: true }); // the server says `ready`
    socket.onclose = ({ code }) => {
      closed(code);
      subscriber.error(new Closed(`The socket was closed with ${code}.`));
    };

    return () => socket.close();
  });
}
