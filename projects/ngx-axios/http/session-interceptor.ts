import { HttpInterceptorFn, HttpRequest } from '@angular/common/http';
import { inject } from '@angular/core';
import { ɵExchanges as Exchanges } from 'ngx-axios/session';
import { Crossing } from './crossing';
import { SESSION } from './request-context';
import { withoutCredentials } from './with-credentials';
import { xsrfRenewal } from './xsrf-token';

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
  if (isLeftAlone(request)) return next(request);
  if (!exchanges.allows(request.urlWithParams)) return next(withoutCredentials(request));
  if (request.headers.has('Authorization')) return next(request);

  return new Crossing(request, next, exchanges.begin(), exchanges, xsrfRenewal(request)).run();
};

function isLeftAlone({ context, method }: HttpRequest<unknown>): boolean {
  return (context.has(SESSION) && !context.get(SESSION)) || method === 'JSONP'; // `get` alone would write the default down
}

/** On a server HttpClient would complete the URL with the address of the page, which the `Host` header names. */
function completed<T>(request: HttpRequest<T>, exchanges: Exchanges): HttpRequest<T> {
  const url = exchanges.complete(request.url);

  return url === request.url ? request : request.clone({ url });
}
