import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { ApplicationConfig, inject, provideAppInitializer } from '@angular/core';
import { provideRouter } from '@angular/router';
import { LogLevel, OidcSecurityService, provideAuth } from 'angular-auth-oidc-client';
import { provideHttpSession, sessionInterceptor } from 'ngx-axios/http';
import { Session } from 'ngx-axios/session';
import { filter, map, tap } from 'rxjs';
import { besideTheSession, LIBRARY, routes } from './recipe';

/** What docs/providers.md advises against: the library keeps the tokens, and the session asks it for fresh ones. */
export function keptByLibrary({ beside }: { beside: boolean }): ApplicationConfig {
  return {
    providers: [
      provideRouter(routes),
      provideHttpClient(withInterceptors([...(beside ? [besideTheSession] : []), sessionInterceptor])),
      provideHttpSession({
        tokens: 'body',
        refresh: () =>
          inject(OidcSecurityService)
            .forceRefreshSession()
            .pipe(map(({ accessToken }) => ({ accessToken }))),
        ...(beside ? {} : { deadline: 1_000 }), // a refresh that waits for itself does so for as long
      }),
      provideAuth({
        config: { ...LIBRARY, useRefreshToken: true, ignoreNonceAfterRefresh: true, logLevel: LogLevel.None },
      }),
      provideAppInitializer(() => {
        const session = inject(Session);

        return inject(OidcSecurityService)
          .checkAuth()
          .pipe(
            filter(({ isAuthenticated }) => isAuthenticated),
            tap(({ accessToken }) => session.start({ accessToken })),
          );
      }),
    ],
  };
}
