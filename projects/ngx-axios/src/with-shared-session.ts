import { inject } from '@angular/core';
import { Session, ɵExchanges as Exchanges } from 'ngx-axios/session';
import { AXIOS_CONFIG, AxiosFeature, CONNECT_SESSION } from './axios-feature';
import { sessionConnection } from './session-connection';

declare const ngDevMode: boolean | undefined;

/**
 * Lets the client take part in a session that is provided elsewhere: by another `provideAxios` or by `provideHttpSession`, in the same
 * injector or further up. All clients of one session make one refresh.
 *
 * Credentials go to the origins of that session only: by default its own client's base URL. List further ones in its `origins`.
 *
 * @example
 * ```ts
 * import { Routes } from '@angular/router';
 * import { provideAxios, withSharedSession } from 'ngx-axios';
 *
 * export const routes: Routes = [
 *   {
 *     path: 'billing',
 *     providers: [provideAxios({ baseURL: '/billing/api' }, withSharedSession())],
 *     loadChildren: async () => (await import('./billing.routes')).routes,
 *   },
 * ];
 * ```
 */
export function withSharedSession(): AxiosFeature {
  return { kind: 'shared-session', providers: [{ provide: CONNECT_SESSION, useFactory: sharedConnection }] };
}

function sharedConnection(): ReturnType<typeof sessionConnection> {
  if (typeof ngDevMode === 'undefined' || ngDevMode) check();

  return sessionConnection();
}

function check(): void {
  if (!inject(Session, { optional: true })) {
    throw new Error(
      'withSharedSession: there is no session to share; add `withSession` to a `provideAxios` further up, or `provideHttpSession`.',
    );
  }
  const { baseURL = '' } = inject(AXIOS_CONFIG);
  if (!inject(Exchanges).allows(baseURL)) {
    console.warn(
      `ngx-axios: \`withSharedSession\`: the session's credentials do not go to ${baseURL}. List its origin in the \`origins\` of the session.`,
    );
  }
}
