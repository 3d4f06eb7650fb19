import {
  HttpErrorResponse,
  HttpEvent,
  HttpHandlerFn,
  HttpInterceptorFn,
  HttpRequest,
  HttpResponse,
  HttpXsrfTokenExtractor,
} from '@angular/common/http';
import { inject } from '@angular/core';
import { Credentials, ɵExchange as Exchange, ɵExchanges as Exchanges } from 'ngx-axios/session';
import { catchError, Observable, of, switchMap, tap } from 'rxjs';
import { Answered, answerOf, asFailure } from './http-answer';
import { keep } from './keep';
import { REPLAY, SESSION } from './request-context';
import { xsrfRenewal } from './xsrf-token';

declare const ngDevMode: boolean | undefined;

/**
 * Keeps HttpClient's requests in the session that is provided in the same injector, by `withSession` or by `provideHttpSession`: with
 * credentials to the allowed origins, waiting while a refresh runs, and sent once more when the access token had expired.
 *
 * A request that has an `Authorization` of its own is left alone. Errors are those of the session, or the `HttpErrorResponse` as it came.
 * A request that is sent again begins with `HttpSentEvent` a second time.
 *
 * @example
 * ```ts
 * import { provideHttpClient, withInterceptors } from '@angular/common/http';
 * import { sessionInterceptor } from 'ngx-axios/http';
 *
 * provideHttpClient(withInterceptors([sessionInterceptor]));
 * ```
 */
export const sessionInterceptor: HttpInterceptorFn = (given, next) => {
  const exchanges = inject(Exchanges, { optional: true });
  if (!exchanges) {
    throw new Error(
      'sessionInterceptor: no session is provided; add `provideHttpSession`, or `withSession` to `provideAxios`.',
    );
  }
  const request = completed(given, exchanges);
  if (!request.context.get(SESSION) || request.method === 'JSONP') return next(request);
  if (!exchanges.allows(request.urlWithParams)) return next(withoutCredentials(request));
  if (request.headers.has('Authorization')) return next(request);

  return cross(request, next, exchanges.begin(), exchanges, xsrfRenewal(request, inject(HttpXsrfTokenExtractor)));
};

/** On a server HttpClient would complete the URL with the address of the page, which the `Host` header names. */
function completed<T>(request: HttpRequest<T>, exchanges: Exchanges): HttpRequest<T> {
  const url = exchanges.complete(request.url);

  return url === request.url ? request : request.clone({ url });
}

/** A request's way: attach, send, recover once. */
function cross(
  request: HttpRequest<unknown>,
  next: HttpHandlerFn,
  exchange: Exchange,
  exchanges: Exchanges,
  renewed: ReturnType<typeof xsrfRenewal>,
): Observable<HttpEvent<unknown>> {
  const kept = keep(request);
  const expose = (event: HttpEvent<unknown>) => {
    if (event instanceof HttpResponse && saysExpired(event, exchanges)) throw new Expired(event);
  };

  const attempt = (
    outgoing: HttpRequest<unknown>,
    credentials: Credentials,
    whenExpired: WhenExpired,
  ): Observable<HttpEvent<unknown>> => {
    const headers = exchanges.headers(credentials, outgoing.method, () => outgoing.urlWithParams);
    const takesPart = credentials.session !== 0 && !Object.keys(headers).some((name) => outgoing.headers.has(name));
    if (!takesPart) return next(outgoing);

    const events$ = next(withCredentialHeaders(outgoing, headers, exchanges));

    return (exchanges.doubtsSuccess ? events$.pipe(tap(expose)) : events$).pipe(
      catchError((failure: unknown) => {
        if (failure instanceof Expired) return whenExpired(failure.answered);
        if (failure instanceof HttpErrorResponse && saysExpired(failure, exchanges)) return whenExpired(failure);

        throw failure;
      }),
    );
  };
  const attemptLater = (credentials: Credentials, whenExpired: WhenExpired) => {
    const outgoing = renewed(kept());
    // Where to is asked anew: while a request waits, a script may have changed the page's <base>.
    if (!exchanges.allows(outgoing.urlWithParams)) return next(withoutCredentials(outgoing));

    return attempt(outgoing, credentials, whenExpired);
  };

  const again = (fresh: Credentials): Observable<HttpEvent<unknown>> =>
    attemptLater(fresh, (answered) => {
      exchange.refusedAgain(fresh);
      if (answered instanceof HttpErrorResponse) throw answered;

      return of(answered); // whatever has come: there is no third send
    });
  const recover = (credentials: Credentials) => (answered: Answered) =>
    exchange.recover(asFailure(answered), credentials, request.context.get(REPLAY) ? again : null);

  const ready = exchange.ready();
  if (ready) return attempt(request, ready, recover(ready));

  // What had to be waited for is sent the moment it is there: a moment later somebody may have signed out.
  return exchange.credentials$.pipe(switchMap((credentials) => attemptLater(credentials, recover(credentials))));
}

/** What follows an answer that says "expired". */
type WhenExpired = (answered: Answered) => Observable<HttpEvent<unknown>>;

/** An answer that came as an event, and says that the access token has expired. */
class Expired extends Error {
  constructor(readonly answered: HttpResponse<unknown>) {
    super();
  }
}

/** Whether an answer says "expired". One that a redirect has brought from elsewhere says nothing about this session. */
function saysExpired(answered: Answered, exchanges: Exchanges): boolean {
  const isAnswer = answered.status > 0; // HttpClient gives a request that got none the status 0

  return isAnswer && exchanges.isExpired(answerOf(answered)) && (!answered.url || exchanges.allows(answered.url));
}

/** Where credentials may not go, neither may the browser's. */
function withoutCredentials(request: HttpRequest<unknown>): HttpRequest<unknown> {
  const { withCredentials, credentials } = request;
  if (!withCredentials && credentials !== 'include') return request;
  if (typeof ngDevMode === 'undefined' || ngDevMode) {
    console.warn(
      'ngx-axios: a request to an origin that is not listed goes without the cookies of that origin. List the origin in `origins`, or set `SESSION` to false in its context.',
    );
  }

  return request.clone({ withCredentials: false, credentials: 'same-origin' });
}

function withCredentialHeaders(
  request: HttpRequest<unknown>,
  headers: Record<string, string>,
  { kind, redirects }: Exchanges,
): HttpRequest<unknown> {
  const survivesRedirect = Object.keys(headers).some((name) => name.toLowerCase() !== 'authorization');
  const bringsCookies = kind === 'cookies' && !request.credentials;

  return request.clone({
    setHeaders: headers,
    // Browsers drop `Authorization` when a redirect leaves the origin, and forward every other header.
    ...(survivesRedirect && redirects === 'refuse' ? { redirect: 'error' as const } : {}),
    ...(bringsCookies ? { withCredentials: true } : {}),
  });
}
