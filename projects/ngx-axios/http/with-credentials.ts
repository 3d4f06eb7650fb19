import { HttpRequest } from '@angular/common/http';
import { ɵExchanges as Exchanges } from 'ngx-axios/session';

declare const ngDevMode: boolean | undefined;

/** Where credentials may not go, neither may the browser's. */
export function withoutCredentials(request: HttpRequest<unknown>): HttpRequest<unknown> {
  const { withCredentials, credentials } = request;
  if (!withCredentials && credentials !== 'include') return request;
  if (typeof ngDevMode === 'undefined' || ngDevMode) {
    console.warn(
      'ngx-axios: a request to an origin that is not listed goes without the cookies of that origin. List the origin in `origins`, or set `SESSION` to false in its context.',
    );
  }

  return request.clone({ withCredentials: false, credentials: 'same-origin' });
}

/** The request with the credentials, in a way that no redirect takes along what it must not. */
export function withCredentials(
  request: HttpRequest<unknown>,
  headers: Record<string, string>,
  { kind, redirects }: Exchanges,
): HttpRequest<unknown> {
  const update: Parameters<typeof request.clone>[0] = { setHeaders: headers };
  // Browsers drop `Authorization` when a redirect leaves the origin, and forward every other header.
  const survivesRedirect = Object.keys(headers).some((name) => name.toLowerCase() !== 'authorization');
  if (survivesRedirect && redirects === 'refuse') update.redirect = 'error';
  if (kind === 'cookies' && !request.credentials) update.withCredentials = true;

  return request.clone(update);
}
