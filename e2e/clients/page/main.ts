import '@angular/compiler'; // the package is linked as the page loads
import { HttpClient, HttpContext, provideHttpClient, withInterceptors } from '@angular/common/http';
import { type ApplicationRef, type EnvironmentProviders, InjectionToken } from '@angular/core';
import { createApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import axiosRetry from 'axios-retry';
import { listNotes } from 'generated/hey-api';
import { createClient } from 'generated/hey-api/client';
import { AxiosClient, provideAxios, provideAxiosClient, withAxios, withSession, withSharedSession } from 'ngx-axios';
import { provideHttpSession, SESSION, sessionInterceptor } from 'ngx-axios/http';
import { Session, type TokenSet } from 'ngx-axios/session';
import { firstValueFrom, forkJoin, type Observable, tap } from 'rxjs';

const RETRIED = new InjectionToken<AxiosClient>('a client with axios-retry');
const BODY = '/body/api';
const XSRF = '/xsrf/api';
const ADA = { name: 'ada', password: 'lovelace' };
const APART = { context: new HttpContext().set(SESSION, false) };

type SignedIn = TokenSet & { session: string };

let application: ApplicationRef;

async function open(...providers: EnvironmentProviders[]): Promise<void> {
  application = await createApplication({
    providers: [provideRouter([]), provideHttpClient(withInterceptors([sessionInterceptor])), ...providers],
  });
}

const of25 = (send: (n: number) => Observable<unknown> | Promise<unknown>) =>
  firstValueFrom(forkJoin(Array.from({ length: 25 }, (_, n) => send(n)))).then((answers) => answers.length);

/** Opens an application whose four clients share one session, and signs in. Answers the server's name for the sign-in. */
async function openFour(): Promise<string> {
  await open(
    provideAxios(
      { baseURL: BODY },
      withSession({
        tokens: 'body',
        refresh: ({ refreshToken }, http) =>
          refreshToken ? http.post<TokenSet>('/auth/refresh', { refreshToken }) : null,
      }),
    ),
    provideAxiosClient(
      RETRIED,
      { baseURL: BODY },
      withSharedSession(),
      withAxios((axios) => axiosRetry(axios, { retries: 2 })),
    ),
  );
  const { injector } = application;
  const signIn$ = injector.get(AxiosClient).post<SignedIn>('/auth/sign-in', ADA, { session: false });
  const { session, ...tokens } = await firstValueFrom(signIn$);
  injector.get(Session).start(tokens);

  return session;
}

/** Sends 25 requests through each of the four clients in the same moment. Answers how many of each were answered. */
async function storm(): Promise<Record<string, number>> {
  const { injector } = application;
  const axios = injector.get(AxiosClient);
  const http = injector.get(HttpClient);
  const retried = injector.get(RETRIED);
  const generated = createClient({ axios: axios.axiosRef, throwOnError: true });
  const answered = {
    AxiosClient: of25((n) => axios.get(`/notes?n=${n}`)),
    HttpClient: of25((n) => http.get(`${BODY}/notes?n=${25 + n}`)),
    generated: of25((n) => listNotes({ client: generated, query: { n: String(50 + n) } })),
    'axios-retry': of25((n) => retried.get(`/notes?n=${75 + n}`)),
  };

  return Object.fromEntries(
    await Promise.all(Object.entries(answered).map(async ([name, count]) => [name, await count] as const)),
  );
}

/** How the clients speak to the server that demands an XSRF token: what they post, and how the application is provided. */
const WRITERS = {
  AxiosClient: () => {
    const client = application.injector.get(AxiosClient);

    return (path: string, body: unknown) => client.post<SignedIn>(path, body, { session: notThe(path) });
  },
  'HttpClient beside axios': () => overHttp(),
  'HttpClient alone': () => overHttp(),
};

const notThe = (path: string) => (path === '/auth/sign-in' ? false : undefined);

function overHttp() {
  const http = application.injector.get(HttpClient);

  return (path: string, body: unknown) => http.post<SignedIn>(XSRF + path, body, notThe(path) === false ? APART : {});
}

let writer: keyof typeof WRITERS;
let signedOut = 'not told';

const told = <T>(signOut$: Observable<T>): Observable<T> =>
  signOut$.pipe(tap({ next: () => (signedOut = 'accepted'), error: (error: Error) => (signedOut = error.message) }));

/** Opens an application with cookies for a session, and signs in. Answers the server's name for the sign-in. */
async function openWriter(kind: keyof typeof WRITERS): Promise<string> {
  writer = kind;
  await open(
    kind === 'HttpClient alone'
      ? provideHttpSession({
          tokens: 'cookies',
          refresh: (_tokens, http) => http.post(`${XSRF}/auth/refresh`, null),
          signOut: (_tokens, http) => told(http.post(`${XSRF}/auth/sign-out`, null)),
        })
      : provideAxios(
          { baseURL: XSRF },
          withSession({
            tokens: 'cookies',
            refresh: (_tokens, http) => http.post('/auth/refresh'),
            signOut: (_tokens, http) => told(http.post('/auth/sign-out')),
          }),
        ),
  );
  await fetch(`${XSRF}/xsrf`);
  const { session } = await firstValueFrom(WRITERS[kind]()('/auth/sign-in', ADA));
  application.injector.get(Session).start();

  return session;
}

/** Writes 25 notes in the same moment. Answers how many were taken. */
const write = () => of25((n) => WRITERS[writer]()('/notes', { text: `note ${n}` }));

/** Signs out. Answers what the server has said to it. */
async function signOut(): Promise<string> {
  await application.injector.get(Session).end();

  return signedOut;
}

Object.assign(globalThis, { openFour, storm, openWriter, write, signOut });
