import { HttpInterceptorFn, HttpParams, provideHttpClient, withInterceptors } from '@angular/common/http';
import { ApplicationConfig, inject, provideAppInitializer } from '@angular/core';
import { CanActivateFn, provideRouter, Routes } from '@angular/router';
import { OidcSecurityService, OpenIdConfiguration, provideAuth } from 'angular-auth-oidc-client';
import { provideHttpSession, SESSION, sessionInterceptor } from 'ngx-axios/http';
import { oauthRefresh, oauthTokenSet, Session } from 'ngx-axios/session';
import { filter, Observable, switchMap, tap } from 'rxjs';

const PROVIDER = `${location.origin}/oidc`;
const CLIENT_ID = 'shop';

export const LIBRARY: OpenIdConfiguration = {
  authority: PROVIDER,
  clientId: CLIENT_ID,
  redirectUrl: `${location.origin}/`,
  scope: 'openid offline_access',
  customParamsAuthRequest: { prompt: 'consent' }, // what this provider wants for a refresh token
};

/** The login page is the provider's. */
const leave: CanActivateFn = () => {
  inject(OidcSecurityService).authorize();

  return false;
};

export const routes: Routes = [{ path: 'login', canActivate: [leave], children: [] }];

/** What goes to the provider has no part in the session. */
export const besideTheSession: HttpInterceptorFn = (request, next) => {
  if (request.url.startsWith(`${PROVIDER}/`)) request.context.set(SESSION, false);

  return next(request);
};

/** Takes over what the sign-in has brought, and leaves the library nothing that it could refresh with. */
function takeOver(): Observable<unknown> {
  const oidc = inject(OidcSecurityService);
  const session = inject(Session);

  return oidc.checkAuth().pipe(
    filter(({ isAuthenticated }) => isAuthenticated),
    switchMap(() => oidc.getAuthenticationResult()),
    tap((answer) => {
      session.start(oauthTokenSet(answer, { issuer: PROVIDER, clientId: CLIENT_ID }));
      oidc.logoffLocal();
    }),
  );
}

/** The library signs in, the session does the rest. */
export const appConfig: ApplicationConfig = {
  providers: [
    provideRouter(routes),
    provideHttpClient(withInterceptors([besideTheSession, sessionInterceptor])),
    provideHttpSession({
      tokens: 'body',
      refresh: oauthRefresh({ tokenEndpoint: `${PROVIDER}/token`, clientId: CLIENT_ID, issuer: PROVIDER }),
      signOut: ({ refreshToken: token }, http) =>
        token
          ? http.post(`${PROVIDER}/token/revocation`, new HttpParams({ fromObject: { client_id: CLIENT_ID, token } }))
          : null,
    }),
    provideAuth({ config: LIBRARY }),
    provideAppInitializer(takeOver),
  ],
};
