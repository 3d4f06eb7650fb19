import { HttpClient, HttpContext, provideHttpClient, withInterceptors } from '@angular/common/http';
import { inject } from '@angular/core';
import { AxiosClient, provideAxios, withSharedSession } from 'ngx-axios';
import { provideHttpSession, SESSION, sessionInterceptor } from 'ngx-axios/http';
import { AuthGuard, provideEarlyRefresh, provideTabs, Session } from 'ngx-axios/session';
import { angularApplication } from './angular-application.ts';
import { applicationHttpInterceptors } from './application-http-interceptors.ts';
import { axiosCalls } from './axios-calls.ts';
import { httpClientCalls } from './http-client-calls.ts';
import { sessionOptions, startSession } from './ngx-axios-session.ts';
import type { System } from './system.ts';

export const system: System = {
  name: 'HttpClient + ngx-axios',
  about: "`ngx-axios/http`: Angular's HttpClient on the same session, with `provideTabs`",
  packages: ['@angular/common'],
  speaks: ['body', 'cookies', 'memory'],
  without: { transform: 'HttpClient has no `transformRequest`' },
  async open(surroundings) {
    const { api, timeout, early, signInAgain } = surroundings;
    const application = await angularApplication(
      [{ path: 'guarded', canActivate: [AuthGuard], children: [] }],
      [
        provideHttpClient(withInterceptors([...applicationHttpInterceptors(surroundings), sessionInterceptor])),
        provideHttpSession(
          sessionOptions<HttpClient>(surroundings, {
            base: api.prefix,
            posting: (http) => http,
            apart: () => {
              const http = inject(HttpClient);
              const context = new HttpContext().set(SESSION, false); // docs/http-client.md, "For one request"

              return { post: <T>(url: string, body?: unknown) => http.post<T>(url, body, { context }) };
            },
          }),
        ),
        provideTabs({ namespace: 'conformance' }), // docs/http-client.md, "Without axios"
        ...(early ? [provideEarlyRefresh({ leeway: 30_000 })] : []),
        // docs/several-apis.md: "The session may also be that of HttpClient"
        provideAxios({ baseURL: api.prefix, timeout }, withSharedSession()),
      ],
    );
    const { injector } = application;
    const session = injector.get(Session);
    session.ended$.subscribe(({ reason }) => {
      if (reason !== 'signed-out') signInAgain();
    });

    return {
      ...httpClientCalls(injector.get(HttpClient), api.prefix),
      ...application,
      second: axiosCalls(injector.get(AxiosClient).axiosRef),
      signIn: (tokens, name) => startSession(session, surroundings, tokens, name),
      signOut: () => session.end(),
    };
  },
};
