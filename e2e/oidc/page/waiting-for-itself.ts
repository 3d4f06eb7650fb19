import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { ApplicationConfig, inject, provideAppInitializer } from '@angular/core';
import { provideRouter } from '@angular/router';
import { OidcSecurityService, provideAuth } from 'angular-auth-oidc-client';
import { provideHttpSession, sessionInterceptor } from 'ngx-axios/http';
import { map } from 'rxjs';
import { KEEPING, startWithItsToken } from './kept-by-library';
import { routes } from './recipe';

/** A mistake: nothing keeps the library's own requests out of the session, whose refresh they are part of. */
export const waitingForItself: ApplicationConfig = {
  providers: [
    provideRouter(routes),
    provideHttpClient(withInterceptors([sessionInterceptor])),
    provideHttpSession({
      tokens: 'body',
      refresh: () =>
        inject(OidcSecurityService)
          .forceRefreshSession()
          .pipe(map(({ accessToken }) => ({ accessToken }))),
      deadline: 1_000,
    }),
    provideAuth({ config: KEEPING }),
    provideAppInitializer(startWithItsToken),
  ],
};
