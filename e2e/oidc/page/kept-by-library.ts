import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { ApplicationConfig, inject, provideAppInitializer } from '@angular/core';
import { provideRouter } from '@angular/router';
import { OidcSecurityService, OpenIdConfiguration, provideAuth } from 'angular-auth-oidc-client';
import { provideHttpSession, sessionInterceptor } from 'ngx-axios/http';
import { Session, TokenSet } from 'ngx-axios/session';
import { catchError, filter, map, Observable, tap, throwError } from 'rxjs';
import { besideTheSession, LIBRARY, routes } from './recipe';

export const KEEPING: OpenIdConfiguration = {
  ...LIBRARY,
  useRefreshToken: true,
  ignoreNonceAfterRefresh: true, // providers leave the nonce out of the ID token of a refresh
};

/** Begins the session with the library's access token; the refresh token stays with the library. */
export function startWithItsToken(): Observable<unknown> {
  const session = inject(Session);

  return inject(OidcSecurityService)
    .checkAuth()
    .pipe(
      filter(({ isAuthenticated }) => isAuthenticated),
      tap(({ accessToken }) => session.start({ accessToken })),
    );
}

/** Has the library refresh. When that fails it has forgotten its tokens, for whatever reason: then the session is over. */
function renew(): Observable<TokenSet> {
  const session = inject(Session);

  return inject(OidcSecurityService)
    .forceRefreshSession()
    .pipe(
      map(({ accessToken }) => ({ accessToken })),
      catchError((failure: unknown) => {
        void session.end();

        return throwError(() => failure);
      }),
    );
}

/** The library keeps the tokens, and refreshes them when the session says so. */
export const keptByLibrary: ApplicationConfig = {
  providers: [
    provideRouter(routes),
    provideHttpClient(withInterceptors([besideTheSession, sessionInterceptor])),
    provideHttpSession({ tokens: 'body', refresh: renew }),
    provideAuth({ config: KEEPING }),
    provideAppInitializer(startWithItsToken),
  ],
};
