import { HttpErrorResponse, HttpEvent, HttpHandlerFn, HttpRequest, HttpResponse } from '@angular/common/http';
import { Credentials, ɵExchange as Exchange, ɵExchanges as Exchanges } from 'ngx-axios/session';
import { catchError, Observable, of, switchMap, tap } from 'rxjs';
import { Answered, answerOf, asFailure } from './http-answer';
import { keep } from './keep';
import { REPLAY } from './request-context';
import { withCredentials, withoutCredentials } from './with-credentials';

type Events = Observable<HttpEvent<unknown>>;

/** What follows an answer that says "expired". */
type WhenExpired = (answered: Answered) => Events;

/**
 * A request's way past the interceptor: attach, send, recover once.
 *
 * An object rather than functions within each other, because a crowd that waits has one each.
 */
export class Crossing {
  readonly #kept: () => HttpRequest<unknown>;

  /** @param renewed - Makes of a copy of the request one that has the XSRF token of that later moment. */
  constructor(
    readonly request: HttpRequest<unknown>,
    readonly next: HttpHandlerFn,
    readonly exchange: Exchange,
    readonly exchanges: Exchanges,
    readonly renewed: (later: HttpRequest<unknown>) => HttpRequest<unknown>,
  ) {
    this.#kept = keep(request);
  }

  run(): Events {
    const { request, exchange } = this;
    const ready = exchange.ready();
    if (ready) return this.#send(request, ready, this.#recover(ready));

    // What had to be waited for is sent the moment it is there: a moment later somebody may have signed out.
    return exchange.credentials$.pipe(
      switchMap((credentials) => this.#sendLater(credentials, this.#recover(credentials))),
    );
  }

  #recover(sentWith: Credentials): WhenExpired {
    return (answered) =>
      this.exchange
        .recover(asFailure(answered), sentWith, this.request.context.get(REPLAY))
        .pipe(switchMap((fresh) => this.#again(fresh)));
  }

  #again(fresh: Credentials): Events {
    return this.#sendLater(fresh, (answered) => {
      this.exchange.refusedAgain(fresh);
      if (answered instanceof HttpErrorResponse) throw answered;

      return of(answered); // whatever has come: there is no third send
    });
  }

  #sendLater(credentials: Credentials, whenExpired: WhenExpired): Events {
    const outgoing = this.renewed(this.#kept());
    // Where to is asked anew: while a request waits, a script may have changed the page's <base>.
    if (!this.exchanges.allows(outgoing.urlWithParams)) return this.next(withoutCredentials(outgoing));

    return this.#send(outgoing, credentials, whenExpired);
  }

  /** Sends once, and hands out what comes. */
  #send(outgoing: HttpRequest<unknown>, credentials: Credentials, whenExpired: WhenExpired): Events {
    const { exchanges, next } = this;
    const headers = exchanges.headers(credentials, outgoing.method, () => outgoing.urlWithParams);
    const isOwn = (name: string) => name !== 'Authorization' && outgoing.headers.has(name); // that one it has not
    const takesPart = credentials.session !== 0 && !Object.keys(headers).some(isOwn);
    if (!takesPart) return next(outgoing);

    const events$ = next(withCredentials(outgoing, headers, exchanges));

    return (exchanges.doubtsSuccess ? events$.pipe(tap((event) => this.#expose(event))) : events$).pipe(
      catchError((failure: unknown) => {
        if (failure instanceof Expired) return whenExpired(failure.answered);
        if (failure instanceof HttpErrorResponse && this.#saysExpired(failure)) return whenExpired(failure);

        throw failure;
      }),
    );
  }

  #expose(event: HttpEvent<unknown>): void {
    if (event instanceof HttpResponse && this.#saysExpired(event)) throw new Expired(event);
  }

  /** Whether an answer says "expired". One that a redirect has brought from elsewhere says nothing about this session. */
  #saysExpired(answered: Answered): boolean {
    const { exchanges } = this;
    const isAnswer = answered.status > 0; // HttpClient gives a request that got none the status 0

    return isAnswer && exchanges.isExpired(answerOf(answered)) && (!answered.url || exchanges.allows(answered.url));
  }
}

/** An answer that came as an event, and says that the access token has expired. */
class Expired extends Error {
  constructor(readonly answered: HttpResponse<unknown>) {
    super();
  }
}
