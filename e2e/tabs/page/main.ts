import '@angular/compiler'; // the package is linked as the page loads
import type { ApplicationRef } from '@angular/core';
import { createApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { AxiosClient, provideAxios, Session, type TokenSet, withSession, withTabs } from 'ngx-axios';
import { firstValueFrom } from 'rxjs';
import type { Seen, Settings } from './settings';

const PREFIXES = { body: '/body/api', 'access-in-memory': '/api', cookies: '/cookies/api' };

/** Marks each request, so that the server can tell its sends apart. */
const TAB = Math.random().toString(36).slice(2);

let application: ApplicationRef;
let client: AxiosClient;
let session: Session;
let beating: ReturnType<typeof setInterval> | undefined;
let settings: Settings;
let sent = 0;
let answered = 0;
const failures: Record<string, number> = {};
const ended: string[] = [];
const events: Record<string, number> = {};

/** Starts the application of this tab. */
async function begin(given: Settings): Promise<void> {
  settings = given;
  const { tokens, namespace, shareAccessToken, keeper = 'tabs', deadline } = given;
  const refresh = ({ refreshToken }: TokenSet, http: AxiosClient) =>
    tokens === 'body' && refreshToken === undefined
      ? null
      : http.post<TokenSet>('/auth/refresh', refreshToken === undefined ? undefined : { refreshToken });
  const signOut = ({ refreshToken }: TokenSet, http: AxiosClient) =>
    http.post('/auth/sign-out', refreshToken === undefined ? undefined : { refreshToken });
  const alone = keeper === 'localStorage' && tokens === 'body';
  application = await createApplication({
    providers: [
      provideRouter([]),
      provideAxios(
        { baseURL: PREFIXES[tokens], withCredentials: true, timeout: 20_000 },
        withSession({
          tokens,
          refresh,
          signOut,
          ...(deadline && { deadline }),
          ...(alone && { store: 'localStorage' }),
        } as never),
        ...(keeper === 'tabs' ? [withTabs({ namespace, ...(shareAccessToken && { shareAccessToken }) })] : []),
      ),
    ],
  });
  session = application.injector.get(Session);
  client = application.injector.get(AxiosClient);
  session.ended$.subscribe(({ reason }) => ended.push(reason));
  session.events$.subscribe(({ type }) => count(events, type));
}

/** Signs in at the server and here. Answers the server's name for the session. */
async function signIn(name: string, password: string): Promise<string> {
  const body = await firstValueFrom(
    client.post<TokenSet & { session: string }>('/auth/sign-in', { name, password }, { session: false }),
  );
  session.start(settings.tokens === 'cookies' ? {} : body, { subject: name });

  return body.session;
}

const signOut = (): Promise<void> => session.end();

/** Sends one request. Answers who the server takes it for, or what it failed with. */
async function ask(): Promise<string> {
  sent++;
  try {
    const { name } = await firstValueFrom(
      client.get<{ name: string }>('/me', { headers: { 'X-Request': `${TAB}-${sent}` } }),
    );
    answered++;

    return name;
  } catch (error) {
    const { name, status, reason } = error as { name: string; status?: number; reason?: string };
    const what =
      status === undefined || name !== 'AxiosError' ? [name, reason].filter(Boolean).join(' ') : String(status);
    count(failures, what);

    return what;
  }
}

/** Sends a request every so many milliseconds, until it is told to stop. */
function beat(every: number): void {
  beating = setInterval(() => void ask(), every);
}

function rest(): void {
  clearInterval(beating);
}

/** Refreshes. Answers what it failed with. */
async function refresh(): Promise<string | undefined> {
  return firstValueFrom(session.refresh$).then(
    () => undefined,
    (error: Error) => error.name,
  );
}

function seen(): Seen {
  return { sent, answered, failures, ended, events, phase: session.state().phase };
}

const destroy = (): void => application.destroy();

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

Object.assign(globalThis, { tab: { begin, signIn, signOut, ask, beat, rest, refresh, seen, destroy } });
