import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideRouter } from '@angular/router';
import { provideHttpSession, sessionInterceptor } from 'ngx-axios/http';
import { provideTabs, TokenSet } from 'ngx-axios/session';
import { routes } from './app.routes';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(routes),
    provideHttpClient(withInterceptors([sessionInterceptor])),
    provideHttpSession({
      tokens: 'access-in-memory',
      refresh: (_tokens, http) => http.post<TokenSet>('/api/auth/refresh', null),
      login: '/login',
    }),
    provideTabs({ namespace: 'consumer' }),
  ],
};
