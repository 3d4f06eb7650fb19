import { ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideRouter, withInMemoryScrolling } from '@angular/router';
import { provideAxios, TokenSet, withSession, withTabs } from 'ngx-axios';
import { routes } from './routes';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(routes, withInMemoryScrolling({ anchorScrolling: 'enabled', scrollPositionRestoration: 'enabled' })),
    provideAxios(
      { baseURL: '/api', timeout: 20_000 },
      withSession({
        tokens: 'access-in-memory',
        refresh: (_tokens, http) => http.post<TokenSet>('/auth/refresh'),
        signOut: (_tokens, http) => http.post('/auth/sign-out'),
        login: '/login',
      }),
      withTabs({ namespace: 'notes' }),
    ),
  ],
};
