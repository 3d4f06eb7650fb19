import { ApplicationConfig, mergeApplicationConfig } from '@angular/core';
import { provideServerRendering, RenderMode, withRoutes } from '@angular/ssr';
import { provideServerRequests } from 'ngx-axios';
import { appConfig } from './app.config';

const rendering = withRoutes([
  { path: 'cookies/about', renderMode: RenderMode.Prerender },
  { path: 'memory/about', renderMode: RenderMode.Prerender },
  { path: '**', renderMode: RenderMode.Server },
]);

export const config: ApplicationConfig = mergeApplicationConfig(appConfig, {
  providers: [
    provideServerRendering(rendering),
    provideServerRequests({ origin: process.env['API_ORIGIN'] ?? 'http://localhost:3000' }),
  ],
});
