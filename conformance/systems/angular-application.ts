import type { ApplicationRef, EnvironmentProviders, Provider } from '@angular/core';
import { createApplication } from '@angular/platform-browser';
import { NavigationEnd, provideRouter, Router, type Routes } from '@angular/router';
import type { Opened } from './system.ts';

/** An Angular application without a page to show: with a route to navigate to, and the addresses that it came to. */
export interface AngularApplication extends Required<Pick<Opened, 'goTo' | 'navigations' | 'whenStable'>> {
  readonly injector: ApplicationRef['injector'];
}

export async function angularApplication(
  routes: Routes,
  providers: readonly (Provider | EnvironmentProviders)[],
): Promise<AngularApplication> {
  const { injector, whenStable } = await createApplication({
    providers: [provideRouter([{ path: 'login', children: [] }, ...routes]), ...providers],
  }).then((application) => ({
    injector: application.injector,
    whenStable: () => application.whenStable(),
  }));
  const router = injector.get(Router);
  let navigations = 0;
  router.events.subscribe((event) => {
    if (event instanceof NavigationEnd) navigations++;
  });

  return {
    injector,
    whenStable,
    goTo: async (url) => {
      await router.navigateByUrl(url);
      do
        await new Promise((resolve) => setTimeout(resolve)); // a guard may have begun another one
      while (router.currentNavigation() !== null);

      return router.url;
    },
    navigations: () => navigations,
  };
}
