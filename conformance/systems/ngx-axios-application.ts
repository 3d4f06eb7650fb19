import { InjectionToken, inject } from '@angular/core';
import {
  AuthGuard,
  AxiosClient,
  provideAxios,
  provideAxiosClient,
  Session,
  withAxios,
  withEarlyRefresh,
  withSession,
  withSharedSession,
  withTabs,
} from 'ngx-axios';
import { angularApplication, type AngularApplication } from './angular-application.ts';
import { applicationInterceptors } from './application-interceptors.ts';
import { bodyTransform } from './body-transform.ts';
import { sessionOptions, startSession } from './ngx-axios-session.ts';
import type { Opened, Surroundings } from './system.ts';

const SECOND = new InjectionToken<AxiosClient>('the second client');

/** An application as the README sets it up, with two clients on one session. */
export async function ngxAxiosApplication(surroundings: Surroundings): Promise<{
  client: AxiosClient;
  second: AxiosClient;
  rest: AngularApplication & Pick<Opened, 'signIn' | 'signOut'>;
}> {
  const { api, timeout, early, signInAgain } = surroundings;
  const config = { baseURL: api.prefix, timeout, ...bodyTransform(surroundings) };
  const application = await angularApplication(
    [{ path: 'guarded', canActivate: [AuthGuard], children: [] }],
    [
      provideAxios(
        config,
        withSession(
          sessionOptions<AxiosClient>(surroundings, {
            base: '',
            posting: (http) => http,
            apart: () => {
              const client = inject(AxiosClient);

              return { post: (url, body) => client.post(url, body, { session: false }) }; // docs/axios.md, "For one request"
            },
          }),
        ),
        withTabs({ namespace: 'conformance' }), // README, "Set-up"
        ...(early ? [withEarlyRefresh({ leeway: 30_000 })] : []), // docs/session.md, "Refreshing early"
        withAxios((axios) => applicationInterceptors(axios, surroundings)), // docs/axios.md
      ),
      provideAxiosClient(SECOND, config, withSharedSession()), // docs/several-apis.md, "One session"
    ],
  );
  const { injector } = application;
  const session = injector.get(Session);
  session.ended$.subscribe(({ reason }) => {
    if (reason !== 'signed-out') signInAgain();
  });

  return {
    client: injector.get(AxiosClient),
    second: injector.get(SECOND),
    rest: {
      ...application,
      signIn: (tokens, name) => startSession(session, surroundings, tokens, name),
      signOut: () => session.end(),
    },
  };
}
