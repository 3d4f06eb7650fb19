import { ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideRouter } from '@angular/router';
import { provideAxios, TokenSet, withSession } from 'ngx-axios';
import { routes } from './app.routes';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(routes),
    provideAxios(
      { baseURL: '/api' },
      withSession({
        tokens: 'access-in-memory',
        refresh: (_tokens, http) => http.post<TokenSet>('/auth/refresh'),
        login: '/login',
      }),
    ),
  ],
};
