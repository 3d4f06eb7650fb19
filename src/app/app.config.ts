import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideRouter, withInMemoryScrolling } from '@angular/router';
import { sessionInterceptor } from 'ngx-axios/http';
import { Kind, KIND } from './playground/kind';
import { seeInterceptor } from './playground/see-interceptor';
import { routes } from './routes';
import { provideSessionOf } from './session-of';

export function configOf(kind: Kind): ApplicationConfig {
  return {
    providers: [
      provideBrowserGlobalErrorListeners(),
      provideRouter(
        routes,
        withInMemoryScrolling({ anchorScrolling: 'enabled', scrollPositionRestoration: 'enabled' }),
      ),
      { provide: KIND, useValue: kind },
      provideSessionOf(kind),
      provideHttpClient(withInterceptors([sessionInterceptor, seeInterceptor])),
    ],
  };
}
