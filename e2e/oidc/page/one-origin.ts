import '@angular/compiler'; // the packages are linked as the page loads
import { HttpClient } from '@angular/common/http';
import { createApplication } from '@angular/platform-browser';
import { Router } from '@angular/router';
import { Session } from 'ngx-axios/session';
import { keptByLibrary } from './kept-by-library';
import { appConfig } from './recipe';
import type { Owner } from './settings';
import { Shop } from './shop';
import { waitingForItself } from './waiting-for-itself';

/** Put here before the page loads. */
declare const owner: Owner;

/** Signing in leads away from the page, and back to it. */
async function begin(): Promise<void> {
  const configs = {
    session: appConfig,
    library: keptByLibrary,
    'library, waiting for itself': waitingForItself,
  };
  const { injector } = await createApplication(configs[owner]);
  const http = injector.get(HttpClient);
  const router = injector.get(Router);
  const shop = new Shop(injector.get(Session), (url) => http.get(url));
  Object.assign(globalThis, { shop, authorize: () => void router.navigateByUrl('/login') });
}

void begin();
