import {
  HTTP_INTERCEPTORS,
  HttpBackend,
  HttpClient,
  HttpErrorResponse,
  HttpInterceptor,
  HttpInterceptorFn,
  provideHttpClient,
  withInterceptors,
  withInterceptorsFromDi,
} from '@angular/common/http';
import { inject, Injectable, makeEnvironmentProviders } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideHttpSession, sessionInterceptor } from 'ngx-axios/http';
import { isRefreshUnavailableError, isSessionEndedError, RefreshUnavailableError, TokenSet } from 'ngx-axios/session';
import {
  BehaviorSubject,
  catchError,
  filter,
  firstValueFrom,
  Observable,
  switchMap,
  take,
  tap,
  throwError,
} from 'rxjs';
import { BACKEND, Lab } from '../testbed/backend';
import { Asked } from '../testbed/asked';
import { CLIENTS, signedInOver } from '../testbed/clients';
import { Witness } from '../testbed/witness';

const BASE = `${BACKEND}/body/api`;

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

const time = (at: Date) => new Promise((resolve) => setTimeout(resolve, at.getTime() - Date.now() + 50));

@Injectable({ providedIn: 'root' })
class Auth {
  readonly #http = new HttpClient(inject(HttpBackend)); // without interceptors
  tokens: TokenSet = {};
  signOuts = 0;

  refresh(): Observable<TokenSet> {
    const { refreshToken } = this.tokens;

    return this.#http
      .post<TokenSet>(`${BASE}/auth/refresh`, { refreshToken })
      .pipe(tap((tokens) => (this.tokens = tokens)));
  }

  signOut(): void {
    this.tokens = {};
    this.signOuts++;
  }
}

/** The interceptor that docs/migrating/from-a-behavior-subject.md begins with. */
function behaviorSubject(): HttpInterceptorFn {
  let isRefreshing = false;
  const refreshTokenSubject = new BehaviorSubject<string | null>(null);

  return (request, next) => {
    const auth = inject(Auth);
    const send = (token = '') => next(request.clone({ setHeaders: { Authorization: `Bearer ${token}` } }));

    const handle401 = () => {
      if (isRefreshing)
        return refreshTokenSubject.pipe(
          filter((token) => token !== null),
          take(1),
          switchMap((token) => send(token)),
        );

      isRefreshing = true;
      refreshTokenSubject.next(null);

      return auth.refresh().pipe(
        switchMap(({ accessToken = '' }) => {
          isRefreshing = false;
          refreshTokenSubject.next(accessToken);

          return send(accessToken);
        }),
        catchError((error: unknown) => {
          isRefreshing = false;
          auth.signOut();

          return throwError(() => error);
        }),
      );
    };

    return send(auth.tokens.accessToken).pipe(
      catchError((error: HttpErrorResponse) => (error.status === 401 ? handle401() : throwError(() => error))),
    );
  };
}

async function before() {
  new Witness(); // knows nothing of this client
  TestBed.configureTestingModule({ providers: [provideHttpClient(withInterceptors([behaviorSubject()]))] });
  const auth = TestBed.inject(Auth);
  const http = TestBed.inject(HttpClient);
  const signedIn = new HttpClient(TestBed.inject(HttpBackend)).post<TokenSet & { session: string }>(
    `${BASE}/auth/sign-in`,
    { name: 'ada', password: 'lovelace' },
  );
  const { session, ...tokens } = await firstValueFrom(signedIn);
  auth.tokens = tokens;
  const get = (path: string): Asked => {
    let leave!: () => void;
    const outcome = new Promise<unknown>((resolve) => {
      const subscription = http.get(BASE + path).subscribe({ next: resolve, error: resolve });
      leave = () => subscription.unsubscribe();
    });

    return { outcome, leave };
  };

  return { auth, get, lab: new Lab(session) };
}

/** How many have come to nothing after a time in which any other would have. */
async function unanswered(asked: readonly Asked[]): Promise<number> {
  let left = asked.length;
  for (const { outcome } of asked) void outcome.then(() => left--);
  await new Promise((resolve) => setTimeout(resolve, 2000));

  return left;
}

const failureOf = (failure: unknown) => (failure as { failure?: HttpErrorResponse }).failure;

describe('a BehaviorSubject', () => {
  it('refreshes again for a 401 that comes after the refresh is over', async () => {
    const { get, lab } = await before();
    await lab.expire();
    await lab.faults({ api: [{ delay: { reply: 500 } }] });
    const late = get('/notes?n=late').outcome;
    await lab.until(({ requests }) => requests === 1);
    await get('/notes?n=2').outcome;
    expect(await late).toEqual(jasmine.any(Array));
    expect((await lab.counts()).refreshCalls).toBe(2);
  });

  it('sends what starts while the refresh runs with the old token', async () => {
    const { get, lab } = await before();
    await lab.expire();
    await lab.faults({ refresh: { delay: { arrival: 500 } } });
    const first = get('/notes?n=1').outcome;
    await lab.until(({ refreshCalls }) => refreshCalls === 1);
    await Promise.all([first, get('/notes?n=2').outcome]);
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 4, expired: 2 }));
  });

  it('leaves all who wait hanging when the refresh is refused', async () => {
    const { get, lab } = await before();
    await lab.revoke();
    await lab.faults({ refresh: { delay: { arrival: 1000 } } }); // all wait by then
    expect(await unanswered(many(5, (n) => get(`/notes?n=${n}`)))).toBe(4);
  });

  it('signs out when the auth server is down for a moment', async () => {
    const { auth, get, lab } = await before();
    await lab.expire();
    await lab.faults({ refresh: [{ status: 503 }] });
    await get('/notes').outcome;
    expect(auth.signOuts).toBe(1);
  });

  it('signs out when what is sent again fails for another reason', async () => {
    const { auth, get, lab } = await before();
    await lab.expire();
    await lab.faults({ api: [{}, { status: 500 }] });
    await get('/notes').outcome;
    expect(auth.signOuts).toBe(1);
  });

  it('is locked for ever when the component leaves whose request started the refresh', async () => {
    const { get, lab } = await before();
    await lab.expire();
    await lab.faults({ refresh: [{ delay: { arrival: 300 } }] });
    const first = get('/notes?n=1');
    await lab.until(({ refreshCalls }) => refreshCalls === 1);
    first.leave();
    expect(await unanswered([get('/notes?n=2')])).toBe(1);
  });
});

it('migrating from a BehaviorSubject: an interceptor that is a class, in front of the session, runs once for each call', async () => {
  let ran = 0;
  const { lab } = await signedInOver({
    ...CLIENTS['HttpClient alone']!,
    provide: (witness) => [
      provideHttpClient(withInterceptorsFromDi(), withInterceptors([sessionInterceptor])),
      provideHttpSession({
        tokens: 'body',
        origins: [BACKEND],
        refresh: witness.overhear(({ refreshToken }, http) =>
          refreshToken ? http.post<TokenSet>(`${BASE}/auth/refresh`, { refreshToken }) : null,
        ),
        login: '/login',
      }),
      makeEnvironmentProviders([
        {
          provide: HTTP_INTERCEPTORS,
          multi: true,
          useValue: {
            intercept: (request, next) => {
              ran++;

              return next.handle(request);
            },
          } satisfies HttpInterceptor,
        },
      ]),
    ],
  });
  await lab.expire();
  expect(await firstValueFrom(TestBed.inject(HttpClient).get<unknown>(`${BASE}/notes`))).toEqual(jasmine.any(Array));
  expect([ran, (await lab.counts()).requests]).toEqual([1, 2]);
});

for (const name of ['HttpClient alone', 'HttpClient beside axios'] as const) {
  describe(`migrating from a BehaviorSubject to ${name}`, () => {
    const after = () => signedInOver(CLIENTS[name]!);

    it('50 requests that are refused together make one refresh and 50 answers', async () => {
      const { client, lab } = await after();
      await lab.expire();
      const answers = await Promise.all(many(50, (n) => client.get(`/notes?n=${n}`).outcome));
      expect(answers.every(Array.isArray)).toBeTrue();
      expect(await lab.counts()).toEqual(
        jasmine.objectContaining({ requests: 100, expired: 50, refreshCalls: 1, reuse: 0 }),
      );
    });

    it('a 401 that comes after the refresh is over takes the token that is there', async () => {
      const { client, lab } = await after();
      await lab.expire();
      await lab.faults({ api: [{ delay: { reply: 500 } }] });
      const late = client.get('/notes?n=late').outcome;
      await lab.until(({ requests }) => requests === 1);
      await client.get('/notes?n=2').outcome;
      expect(await late).toEqual(jasmine.any(Array));
      expect((await lab.counts()).refreshCalls).toBe(1);
    });

    it('what starts while the refresh runs waits, and is sent once', async () => {
      const { client, lab } = await after();
      await lab.expire();
      await lab.faults({ refresh: { delay: { arrival: 500 } } });
      const first = client.get('/notes?n=1').outcome;
      await lab.until(({ refreshCalls }) => refreshCalls === 1);
      expect((await Promise.all([first, client.get('/notes?n=2').outcome])).every(Array.isArray)).toBeTrue();
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 3, expired: 1 }));
    });

    it('a refresh that is refused ends the session once, and every request fails with its own 401 inside', async () => {
      const { client, lab, ended } = await after();
      await lab.revoke();
      const failures = await Promise.all(many(50, (n) => client.get(`/notes?n=${n}`).outcome));
      for (const [n, failure] of failures.entries()) {
        expect(isSessionEndedError(failure)).toBeTrue();
        expect([failureOf(failure)?.status, failureOf(failure)?.url]).toEqual([401, `${BASE}/notes?n=${n}`]);
      }
      expect([ended, (await lab.counts()).refreshCalls]).toEqual([['refused'], 1]);
    });

    it('an auth server that is down for a moment ends nothing, and the next request after `retryAt` is answered', async () => {
      const { client, session, lab, ended } = await after();
      await lab.expire();
      await lab.faults({ refresh: [{ status: 503 }] });
      const failures = await Promise.all(many(5, (n) => client.get(`/notes?n=${n}`).outcome));
      for (const failure of failures) {
        expect(isRefreshUnavailableError(failure)).toBeTrue();
        expect(failureOf(failure)?.status).toBe(401);
      }
      await time((failures[0] as RefreshUnavailableError).retryAt);
      expect(await client.get('/notes').outcome).toEqual(jasmine.any(Array));
      expect([session.signedIn(), ended, (await lab.counts()).refreshes]).toEqual([true, [], 1]);
    });

    it('what is sent again and fails for another reason fails with that, and ends nothing', async () => {
      const { client, session, lab } = await after();
      await lab.expire();
      await lab.faults({ api: [{}, { status: 500 }] });
      const failure = await client.get('/notes').outcome;
      expect(failure instanceof HttpErrorResponse && failure.status).toBe(500);
      expect(session.signedIn()).toBeTrue();
      expect((await lab.counts()).requests).toBe(2);
    });

    it('the component leaves whose request started the refresh, and the others are answered', async () => {
      const { client, lab } = await after();
      await lab.expire();
      await lab.faults({ refresh: [{ delay: { arrival: 300 } }] });
      const first = client.get('/notes?n=1');
      await lab.until(({ refreshCalls }) => refreshCalls === 1);
      first.leave();
      expect(await client.get('/notes?n=2').outcome).toEqual(jasmine.any(Array));
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshCalls: 1, refreshes: 1 }));
    });
  });
}
