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
import { Credentials, ɵExchange as Exchange, ɵExchanges as Exchanges, ɵPage as Page } from 'ngx-axios/session';
import { catchError, concatMap, map, Observable, of, switchMap, throwError } from 'rxjs';
import { answerOf, answerOfFailure, failureOf } from './http-answer';
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
  const request = completed(given, inject(Page));
  if (!request.context.get(SESSION) || request.method === 'JSONP') return next(request);
  if (!exchanges.allowed(request.urlWithParams)) return next(withoutCredentials(request));
  if (request.headers.has('Authorization')) return next(request);

  return cross(request, next, exchanges.begin(), exchanges, xsrfRenewal(request, inject(HttpXsrfTokenExtractor)));
};

/** On a server HttpClient would complete the URL with the address of the page, which the `Host` header names. */
function completed<T>(request: HttpRequest<T>, page: Page): HttpRequest<T> {
  const url = page.complete(request.url);

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
  const later = () => renewed(kept());

  // Where to is asked for every send: while a request waits, a script may have changed the page's <base>.
  const attempt = (outgoing: HttpRequest<unknown>, credentials: Credentials): Observable<Sent> => {
    const url = exchanges.allowed(outgoing.urlWithParams);
    if (!url) return next(withoutCredentials(outgoing)).pipe(map(handedOut));

    const headers = exchanges.headers(credentials, { method: outgoing.method, url });
    const takesPart = credentials.session !== 0 && !Object.keys(headers).some((name) => outgoing.headers.has(name));
    if (!takesPart) return next(outgoing).pipe(map(handedOut));

    return next(withCredentialHeaders(outgoing, headers, exchanges)).pipe(
      map((event) =>
        event instanceof HttpResponse && saysExpired(event, exchanges)
          ? { event, expired: failureOf(event) }
          : { event },
      ),
      catchError((failure: unknown) =>
        failure instanceof HttpErrorResponse && saysExpired(failure, exchanges)
          ? of({ expired: failure })
          : throwError(() => failure),
      ),
    );
  };

  const again = (fresh: Credentials): Observable<HttpEvent<unknown>> =>
    attempt(later(), fresh).pipe(
      map(({ event, expired }) => {
        if (expired) exchange.refusedAgain(fresh);
        if (!event) throw expired!; // whatever has come: there is no third send

        return event;
      }),
    );

  const send = (outgoing: HttpRequest<unknown>, credentials: Credentials): Observable<HttpEvent<unknown>> =>
    attempt(outgoing, credentials).pipe(
      concatMap(({ event, expired }) =>
        expired ? exchange.recover(expired, credentials, request.context.get(REPLAY) ? again : null) : of(event!),
      ),
    );

  const ready = exchange.ready();

  // What had to be waited for is sent the moment it is there: a moment later somebody may have signed out.
  return ready
    ? send(request, ready)
    : exchange.credentials$.pipe(switchMap((credentials) => send(later(), credentials)));
}

/** What a send brings: an event, or word that the access token has expired, which may have come as an event too. */
interface Sent {
  readonly event?: HttpEvent<unknown>;
  readonly expired?: HttpErrorResponse;
}

const handedOut = (event: HttpEvent<unknown>): Sent => ({ event });

/** Whether an answer says "expired". One that a redirect has brought from elsewhere says nothing about this session. */
function saysExpired(answered: HttpResponse<unknown> | HttpErrorResponse, exchanges: Exchanges): boolean {
  if (answered instanceof HttpErrorResponse && !answerOfFailure(answered)) return false;
  if (answered.url && !exchanges.allowed(answered.url)) return false;

  return exchanges.isExpired(answerOf(answered));
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
