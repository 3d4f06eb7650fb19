import { PlatformLocation } from '@angular/common';
import {
  FetchBackend,
  HttpBackend,
  HttpClient,
  HttpHandler,
  HttpXhrBackend,
  HttpXsrfTokenExtractor,
} from '@angular/common/http';
import { EnvironmentProviders, inject } from '@angular/core';
import { provideSession, SessionOptions, SessionTransport } from 'ngx-axios/session';
import { answerOfFailure } from './http-answer';
import { withXsrfToken } from './xsrf-token';

/**
 * Provides a session for an application that has HttpClient and no axios. Its requests take part in it through `sessionInterceptor`.
 * Add `provideTabs` and `provideEarlyRefresh` of `ngx-axios/session` beside it as you need them.
 *
 * @param options - As `withSession` takes them; `refresh` and `signOut` are handed an HttpClient without interceptors. Without
 *   `origins` credentials go to the page's own origin.
 *
 * @example
 * ```ts
 * import { provideHttpClient, withInterceptors } from '@angular/common/http';
 * import { ApplicationConfig } from '@angular/core';
 * import { provideHttpSession, sessionInterceptor } from 'ngx-axios/http';
 * import { TokenSet } from 'ngx-axios/session';
 *
 * export const appConfig: ApplicationConfig = {
 *   providers: [
 *     provideHttpClient(withInterceptors([sessionInterceptor])),
 *     provideHttpSession({
 *       tokens: 'body',
 *       refresh: ({ refreshToken }, http) =>
 *         refreshToken ? http.post<TokenSet>('/auth/refresh', { refreshToken }) : null,
 *     }),
 *   ],
 * };
 * ```
 */
export function provideHttpSession(options: SessionOptions<HttpClient>): EnvironmentProviders {
  return provideSession(options, () => transportFor(options), 'provideHttpSession');
}

/**
 * HttpClient without interceptors, but with the XSRF token that one of them would bring. What it sends is no task of the application:
 * whoever waits for a refresh is one already.
 */
function transportFor({ tokens, redirects = 'refuse' }: SessionOptions<HttpClient>): SessionTransport<HttpClient> {
  const given = inject(HttpBackend);
  // XHR follows every redirect, and would take the refresh token in the body along (RFC 9700 section 4.12).
  const backend = redirects === 'refuse' && given instanceof HttpXhrBackend ? inject(FetchBackend) : given;
  const extractor = inject(HttpXsrfTokenExtractor);
  const location = inject(PlatformLocation);
  const handler: HttpHandler = {
    handle: (request) => {
      const outgoing = request.clone({
        ...(redirects === 'refuse' ? { redirect: 'error' as const } : {}),
        ...(tokens !== 'body' && !request.credentials ? { withCredentials: true } : {}),
      });

      return backend.handle(withXsrfToken(outgoing, extractor, location.href));
    },
  };

  return { http: new HttpClient(handler), baseURL: '', answerOf: answerOfFailure };
}
