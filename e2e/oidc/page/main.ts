import '@angular/compiler'; // the packages are linked as the page loads
import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { createApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { AxiosClient, provideAxios, withSession } from 'ngx-axios';
import { provideHttpSession, sessionInterceptor } from 'ngx-axios/http';
import { oauthRefresh, oauthTokenSet, Session } from 'ngx-axios/session';
import type { Settings } from './settings';
import { Shop } from './shop';

/** Starts the application, with somebody signed in. */
async function begin({ client, issuer, clientId, answer }: Settings): Promise<void> {
  const refresh = oauthRefresh({ tokenEndpoint: `${issuer}/token`, clientId, issuer });
  const { injector } = await createApplication({
    providers: [
      provideRouter([]),
      client === 'axios'
        ? provideAxios({}, withSession({ tokens: 'body', refresh }))
        : [provideHttpClient(withInterceptors([sessionInterceptor])), provideHttpSession({ tokens: 'body', refresh })],
    ],
  });
  const sender = client === 'axios' ? injector.get(AxiosClient) : injector.get(HttpClient);
  const session = injector.get(Session);
  session.start(oauthTokenSet(answer, { issuer }));
  Object.assign(globalThis, { shop: new Shop(session, (url) => sender.get(url)) });
}

Object.assign(globalThis, { begin });
