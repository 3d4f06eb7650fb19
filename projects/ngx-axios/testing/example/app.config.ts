import { ApplicationConfig } from '@angular/core';
import { provideRouter } from '@angular/router';
import { provideAxios, TokenSet, withSession, withTabs } from 'ngx-axios';

/** What the README sets up. */
export const appConfig: ApplicationConfig = {
  providers: [
    provideRouter([]),
    provideAxios(
      { baseURL: '/api', timeout: 20_000 },
      withSession({
        tokens: 'access-in-memory',
        refresh: (_tokens, http) => http.post<TokenSet>('/auth/refresh'),
        signOut: (_tokens, http) => http.post('/auth/sign-out'),
        login: '/login',
      }),
      withTabs({ namespace: 'shop' }),
    ),
  ],
};
