import { HttpRequest, HttpXsrfTokenExtractor } from '@angular/common/http';
import { inject } from '@angular/core';

/** The header that HttpClient sends the token in, where the application does not say. */
const HEADER = 'X-XSRF-TOKEN';

/** Adds the XSRF token to what changes something at the page's own origin, as HttpClient's interceptor does, where that is not. */
export function withXsrfToken<T>(
  request: HttpRequest<T>,
  extractor: HttpXsrfTokenExtractor,
  page: string,
): HttpRequest<T> {
  const isOwn = URL.canParse(request.url, page) && new URL(request.url, page).origin === new URL(page).origin;
  const token = isSafe(request) || request.headers.has(HEADER) || !isOwn ? null : extractor.getToken();

  return token === null ? request : request.clone({ setHeaders: { [HEADER]: token } });
}

/**
 * Renews the XSRF token that HttpClient's interceptor has put into a request: while that waits, the refresh may bring another one. Call
 * it in an injection context.
 *
 * @returns Makes of a copy of the request one that has the token of that later moment.
 */
export function xsrfRenewal(request: HttpRequest<unknown>): <T>(later: HttpRequest<T>) => HttpRequest<T> {
  if (isSafe(request)) return asItIs;

  const extractor = inject(HttpXsrfTokenExtractor);
  const before = extractor.getToken();
  const name = before && request.headers.keys().find((header) => request.headers.get(header) === before);
  if (!name) return asItIs;

  return (later) => later.clone({ setHeaders: { [name]: extractor.getToken() ?? before } });
}

function asItIs<T>(later: HttpRequest<T>): HttpRequest<T> {
  return later;
}

function isSafe({ method }: HttpRequest<unknown>): boolean {
  return method === 'GET' || method === 'HEAD';
}
