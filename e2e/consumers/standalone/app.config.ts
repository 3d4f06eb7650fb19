import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideRouter } from '@angular/router';
import { provideAxios } from 'ngx-axios';
import { sessionInterceptor } from 'ngx-axios/http';
import { routes } from './app.routes';
import { features } from './features';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(routes),
    provideHttpClient(withInterceptors([sessionInterceptor])),
    provideAxios({ baseURL: '/api' }, ...features),
  ],
};
