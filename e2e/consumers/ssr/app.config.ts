import { ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideClientHydration } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { provideAxios, withSession } from 'ngx-axios';
import { routes } from './app.routes';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(routes),
    provideClientHydration(),
    provideAxios(
      { baseURL: '/cookies/api' },
      withSession({
        tokens: 'cookies',
        refresh: (_tokens, http) => http.post('/auth/refresh'),
        login: '/login',
      }),
    ),
  ],
};
