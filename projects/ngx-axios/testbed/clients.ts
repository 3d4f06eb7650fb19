import { HttpClient, HttpInterceptorFn, provideHttpClient, withInterceptors, withXhr } from '@angular/common/http';
import { EnvironmentProviders } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { AxiosClient, BodySessionOptions, provideAxios, withAxios, withSession } from 'ngx-axios';
import { provideHttpSession, SESSION, sessionInterceptor } from 'ngx-axios/http';
import { Session, TokenSet } from 'ngx-axios/session';
import { catchError, tap, throwError } from 'rxjs';
import { Asked, asked, promised } from './asked';
import { BACKEND, Lab } from './backend';
import { GENERATED } from './generated-clients';
import { look, lookAtWhatIsHandedOut, lookAtWhatIsTold } from './leaks';
import { plainFetch } from './network';
import { Witness } from './witness';

const BASE = `${BACKEND}/body/api`;

/** An HTTP client on the session, whatever its own way of speaking. */
export interface ClientOfTest {
  /** Asks for a path below the API. */
  get(path: string): Asked;
}

/** A client, and how its session is provided. */
interface Kind {
  readonly provide: (witness: Witness) => EnvironmentProviders[];
  readonly open: () => ClientOfTest;
}

type Options = Pick<BodySessionOptions<unknown>, 'tokens'> & Pick<BodySessionOptions<AxiosClient>, 'refresh'>;

const options = (witness: Witness): Options => ({
  tokens: 'body',
  refresh: witness.overhear(({ refreshToken }, http) =>
    refreshToken ? http.post<TokenSet>('/auth/refresh', { refreshToken }) : null,
  ),
});

const overAxios = (witness: Witness): EnvironmentProviders[] => [
  provideAxios(
    { baseURL: BASE },
    withSession(options(witness)),
    withAxios((instance) => witness.mark(instance), { refresh: true }),
    withAxios(lookAtWhatIsHandedOut),
  ),
];

const marked = (witness: Witness): HttpInterceptorFn => {
  return (request, next) => next(request.clone({ setHeaders: witness.markExchange() }));
};

const lookAtWhatHttpHandsOut: HttpInterceptorFn = (request, next) => {
  if (!request.context.get(SESSION)) return next(request);

  return next(request).pipe(
    tap((event) => look('event', event)),
    catchError((error: unknown) => {
      look('error', error);
      look('JSON of the error', JSON.stringify(error));

      return throwError(() => error);
    }),
  );
};

const httpOf = (witness: Witness, ...more: Parameters<typeof provideHttpClient>) =>
  provideHttpClient(withInterceptors([lookAtWhatHttpHandsOut, marked(witness), sessionInterceptor]), ...more);

const http = (): ClientOfTest => {
  const client = TestBed.inject(HttpClient);

  return { get: (path) => asked(client.get(BASE + path)) };
};

const alone = (witness: Witness, ...more: Parameters<typeof provideHttpClient>): EnvironmentProviders[] => [
  httpOf(witness, ...more),
  provideHttpSession({
    tokens: 'body',
    origins: [BACKEND],
    refresh: witness.overhear(({ refreshToken }, client) =>
      refreshToken ? client.post<TokenSet>(`${BASE}/auth/refresh`, { refreshToken }) : null,
    ),
  }),
];

/** The generated clients know one path, and its query. */
const generated: Record<string, Kind> = Object.fromEntries(
  Object.entries(GENERATED).map(([name, over]) => [
    `a client of ${name}`,
    {
      provide: overAxios,
      open: () => {
        const client = over(TestBed.inject(AxiosClient).axiosRef);

        return { get: (path) => client.listNotes(new URLSearchParams(path.split('?')[1]).get('n') ?? undefined) };
      },
    },
  ]),
);

/** All clients that take part in a session. */
export const CLIENTS: Record<string, Kind> = {
  AxiosClient: {
    provide: overAxios,
    open: () => {
      const client = TestBed.inject(AxiosClient);

      return { get: (path) => asked(client.get(path)) };
    },
  },
  axiosRef: {
    provide: overAxios,
    open: () => {
      const { axiosRef } = TestBed.inject(AxiosClient);

      return { get: (path) => promised((signal) => axiosRef.get<unknown>(path, { signal })) };
    },
  },
  ...generated,
  'HttpClient beside axios': { provide: (witness) => [...overAxios(witness), httpOf(witness)], open: http },
  'HttpClient over XHR': { provide: (witness) => [...overAxios(witness), httpOf(witness, withXhr())], open: http },
  'HttpClient alone': { provide: (witness) => alone(witness), open: http },
  'HttpClient alone over XHR': { provide: (witness) => alone(witness, withXhr()), open: http },
};

/** A client against the real server, in a session of somebody who has signed in. */
export async function signedInOver(kind: Kind) {
  const witness = new Witness();
  TestBed.configureTestingModule({ providers: kind.provide(witness) });
  const session = TestBed.inject(Session);
  witness.attend(session);
  lookAtWhatIsTold(session);
  const ended: string[] = [];
  session.ended$.subscribe(({ reason }) => ended.push(reason));
  const answer = await plainFetch(`${BASE}/auth/sign-in`, {
    method: 'POST',
    body: JSON.stringify({ name: 'ada', password: 'lovelace' }),
    headers: { 'content-type': 'application/json' },
  });
  const { session: id, ...tokens } = (await answer.json()) as TokenSet & { session: string };
  session.start(tokens);

  return { client: kind.open(), session, ended, lab: new Lab(id) };
}
