import { inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import axios, {
  AxiosAdapter,
  AxiosError,
  AxiosRequestConfig,
  AxiosResponse,
  InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios';
import axiosRetry, { retryAfter } from 'axios-retry';
import {
  AxiosClient,
  AxiosFeature,
  isRefreshUnavailableError,
  isSessionEndedError,
  RefreshUnavailableError,
  Session,
  TokenSet,
  withAxios,
} from 'ngx-axios';
import {
  catchError,
  delay,
  firstValueFrom,
  forkJoin,
  map,
  MonoTypeOperatorFunction,
  Observable,
  of,
  retry,
  share,
  Subject,
  switchMap,
  take,
  throwError,
} from 'rxjs';
import { allowTokensAt, arrivals, BACKEND, ELSEWHERE, Lab, Options, outcome, setup, signIn } from '../testbed/backend';
import { expectLeak, isSecret } from '../testbed/leaks';

// What docs/migrating/from-axios-auth-refresh.md shows, letter by letter.

function withOnRetry(change: (config: InternalAxiosRequestConfig) => unknown): AxiosFeature {
  return withAxios(({ interceptors }) => {
    interceptors.request.use((config) => {
      const send = axios.getAdapter(config.adapter ?? axios.defaults.adapter, config);
      let sends = 0;
      config.adapter = async (outgoing) => {
        if (++sends > 1) await change(outgoing);

        return send(outgoing);
      };

      return config;
    });
  });
}

function refreshAfterNetworkError<T>(): MonoTypeOperatorFunction<T> {
  const { credentials$, refresh$ } = inject(Session);

  return (request$) =>
    credentials$.pipe(
      switchMap((sentWith) =>
        request$.pipe(
          catchError((failure: AxiosError) => {
            if (failure.code !== AxiosError.ERR_NETWORK || sentWith.session === 0) throw failure;

            return credentials$.pipe(
              switchMap((held) => (held.generation === sentWith.generation ? refresh$ : of(held))),
              catchError((error) => throwError(() => (isRefreshUnavailableError(error) ? failure : error))),
              switchMap(() => request$),
            );
          }),
        ),
      ),
    );
}

function withThrottling(): AxiosFeature {
  return withAxios((axios) => {
    let pause: Promise<unknown> = Promise.resolve();
    axios.interceptors.request.use(async (config) => {
      await pause;

      return config;
    });
    axiosRetry(axios, {
      retries: 3,
      retryCondition: ({ response }) => response?.status === 429,
      retryDelay: (_, error) => {
        const wait = retryAfter(error);
        pause = new Promise((resolve) => setTimeout(resolve, wait));

        return wait;
      },
    });
  });
}

function withOtp(code$: Observable<string>): AxiosFeature {
  const shared$ = code$.pipe(share());

  return withAxios((axios) => {
    axios.interceptors.response.use(undefined, async (failure: AxiosError<{ code?: string }>) => {
      const { config, response } = failure;
      if (!config || response?.data.code !== 'OTP_REQUIRED') throw failure;

      const code = await firstValueFrom(shared$, { defaultValue: null });
      if (code === null) throw failure; // the user has given up
      config.headers.set('X-OTP', code);

      return axios.request({ ...config, transformRequest: (data) => data }); // it has been through yours
    });
  });
}

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

const time = (at: Date) => new Promise((resolve) => setTimeout(resolve, at.getTime() - Date.now() + 50));

async function signedIn(options?: Options) {
  const made = setup(options);

  return { ...made, lab: await signIn(made.client, made.session) };
}

const statusOf = (error: unknown) => (isAxiosError(error) ? error.response?.status : undefined);

/** What the server has seen of the notes. */
const urls = async () => (await arrivals()).map(({ url }) => url).filter((url) => url.includes('/notes'));

describe('migrating from axios-auth-refresh', () => {
  it('createAuthRefresh → withSession: the request that is refused is answered after one refresh', async () => {
    const { client, lab } = await signedIn();
    await lab.expire();
    expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 2, refreshCalls: 1 }));
  });

  it('a refresh by cookie that answers an access token → access-in-memory, and nothing is stored', async () => {
    const { client, session } = setup({
      prefix: '/api',
      session: {
        tokens: 'access-in-memory' as 'body',
        refresh: (_tokens, http) =>
          http.post<{ accessToken: string }>('/auth/refresh').pipe(map(({ accessToken }) => ({ accessToken }))),
      },
      config: { withCredentials: true },
    });
    const lab = await signIn(client, session);
    await lab.expire();
    expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
    expect((await lab.counts()).refreshes).toBe(1);
    const kept = JSON.stringify(localStorage);
    expect(kept).not.toContain(await firstValueFrom(session.accessToken$()));
    await session.end();
  });

  it('axios.get as a promise → axiosRef: the same session for promise clients', async () => {
    const { client, lab } = await signedIn();
    await lab.expire();
    const { data } = await client.axiosRef.get<unknown>('/notes');
    expect(data).toEqual(jasmine.any(Array));
    expect((await lab.counts()).refreshes).toBe(1);
  });

  it('refreshAuthLogic that returns a promise → refresh may return one too', async () => {
    const { client, lab } = await signedIn({
      session: {
        refresh: async ({ refreshToken }, http) => {
          const { data } = await http.axiosRef.post<TokenSet>('/auth/refresh', { refreshToken });

          return data;
        },
      },
    });
    await lab.expire();
    expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
    expect((await lab.counts()).refreshes).toBe(1);
  });

  it('failedRequest gets the fresh header by hand → what is sent again has it by itself', async () => {
    const { client, lab } = await signedIn();
    await lab.expire();
    await firstValueFrom(client.get('/notes'));
    const serials = (await arrivals())
      .filter(({ url }) => url.endsWith('/notes'))
      .map(({ tokens }) => tokens.map(({ kind, serial }) => ({ kind, serial })));
    expect(serials).toEqual([[{ kind: 'access', serial: 1 }], [{ kind: 'access', serial: 2 }]]);
  });

  for (const [what, fault, isExpected] of [
    ['refused: the session ends once', { status: 401 }, isSessionEndedError],
    ['unavailable: the session stays', { status: 503 }, isRefreshUnavailableError],
  ] as const) {
    it(`refreshAuthLogic rejects → ${what}, and every request fails with its own 401 inside`, async () => {
      const { client, lab, session, ended } = await signedIn();
      await lab.expire();
      await lab.faults({ refresh: fault });
      const outcomes = await Promise.all(many(20, (n) => outcome(client.get(`/notes?n=${n}`))));
      for (const [n, { error }] of outcomes.entries()) {
        expect(isExpected(error)).toBeTrue();
        const { failure } = error as { failure: AxiosError };
        expect([statusOf(failure), failure.config?.url]).toEqual([401, `/notes?n=${n}`]);
      }
      expect((await lab.counts()).refreshCalls).toBe(1);
      expect([session.signedIn(), ended.length]).toEqual(fault.status === 401 ? [false, 1] : [true, 0]);
    });
  }

  it('refreshAuthLogic throws before it returns a promise → the next request refreshes as ever', async () => {
    let broken = true;
    const { client, lab } = await signedIn({
      session: {
        refresh: ({ refreshToken }, http) => {
          if (broken) throw new Error('not ready yet');

          return http.post<TokenSet>('/auth/refresh', { refreshToken });
        },
      },
    });
    await lab.expire();
    const { error } = await outcome(client.get('/notes'));
    expect(isRefreshUnavailableError(error)).toBeTrue();
    broken = false;
    await time((error as RefreshUnavailableError).retryAt);
    expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
    expect((await lab.counts()).refreshes).toBe(1);
  });

  it('nothing to refresh with → null: the caller gets its own 401, and nothing is sent', async () => {
    const { client, lab, ended } = await signedIn({ session: { refresh: () => null } });
    await lab.expire();
    expect(statusOf((await outcome(client.get('/notes'))).error)).toBe(401);
    expect(ended).toEqual(['no-refresh-token']);
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 1, refreshCalls: 0 }));
  });

  it('custom logic in place of a refresh call → refresh may ask the user; every request waits for the answer', async () => {
    const password$ = new Subject<string>();
    const { client, lab } = await signedIn({
      session: {
        refresh: (_tokens, http) =>
          password$.pipe(
            take(1),
            switchMap((password) => http.post<TokenSet>('/auth/sign-in', { name: 'ada', password })),
          ),
        deadline: 300_000,
      },
    });
    await lab.expire();
    const notes = firstValueFrom(forkJoin(many(5, (n) => client.get<unknown[]>(`/notes?n=${n}`))));
    await lab.until(({ expired }) => expired === 5);
    const later = firstValueFrom(client.get<unknown[]>('/notes?n=later'));
    expect(password$.observed).toBeTrue();
    password$.next('lovelace');
    expect([...(await notes), await later].every(Array.isArray)).toBeTrue();
    expect((await lab.counts()).requests).toBe(5); // what was sent again belongs to the new sign-in
  });

  it('the id to eject → a predicate: recovery can be switched off and on again', async () => {
    let recovers = true;
    const { client, lab } = await signedIn({ session: { expired: ({ status }) => recovers && status === 401 } });
    await lab.expire();
    recovers = false;
    expect(statusOf((await outcome(client.get('/notes?n=1'))).error)).toBe(401);
    expect((await lab.counts()).refreshCalls).toBe(0);
    recovers = true;
    expect(await firstValueFrom(client.get<unknown>('/notes?n=2'))).toEqual(jasmine.any(Array));
    expect((await lab.counts()).refreshCalls).toBe(1);
  });

  it('skipAuthRefresh → session: false: no token goes out, and the 401 is just an answer', async () => {
    const { client, lab } = await signedIn();
    const config: AxiosRequestConfig = { session: false };
    expect(statusOf((await outcome(client.get('/notes', config))).error)).toBe(401);
    expect((await arrivals()).find(({ url }) => url.endsWith('/notes'))?.tokens).toEqual([]);
    expect((await lab.counts()).refreshCalls).toBe(0);
  });

  it('skipAuthRefresh with the token → an Authorization of its own: the token goes out, the 401 is just an answer', async () => {
    expectLeak(); // what the application puts into a request is in its errors
    const { client, session, lab } = await signedIn();
    await lab.expire();
    const notes$ = session
      .accessToken$()
      .pipe(switchMap((token) => client.get('/notes', { headers: { Authorization: `Bearer ${token}` } })));
    expect(statusOf((await outcome(notes$)).error)).toBe(401);
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 1, expired: 1, refreshCalls: 0 }));
  });

  it('skipAuthRefresh on the refresh → not needed: its own 401 ends the session, and waits for nobody', async () => {
    const { client, lab, ended } = await signedIn();
    await lab.revoke();
    expect(isSessionEndedError((await outcome(client.get('/notes'))).error)).toBeTrue();
    expect(ended).toEqual(['refused']);
    expect((await lab.counts()).refreshCalls).toBe(1);
  });

  it('a refresh over the same client, after an await → session: false lets it through while all others wait', async () => {
    const { client, lab } = await signedIn({
      session: {
        refresh: async ({ refreshToken }) => {
          const same = TestBed.inject(AxiosClient);
          await Promise.resolve();

          return firstValueFrom(same.post<TokenSet>('/auth/refresh', { refreshToken }, { session: false }));
        },
      },
    });
    await lab.expire();
    expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
    expect((await lab.counts()).refreshes).toBe(1);
  });

  it('a request interceptor that attaches the token → authorize: any header, made anew for every send', async () => {
    const { client, session } = setup({
      prefix: '/b/api',
      session: {
        expired: 403,
        authorize: (accessToken) => ({ Authentication: `Bearer ${accessToken}` }),
      },
    });
    const lab = await signIn(client, session);
    await lab.expire();
    expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 2, refreshes: 1 }));
  });

  it('the interceptor that attached the token, left in → its requests are left alone, and nothing is refreshed', async () => {
    expectLeak(); // what the application puts into a request is in its errors
    let own = '';
    const { client, session, lab } = await signedIn({
      features: [
        withAxios(({ interceptors }) => {
          interceptors.request.use((config) => {
            if (own) config.headers.set('Authorization', `Bearer ${own}`);

            return config;
          });
        }),
      ],
    });
    own = await firstValueFrom(session.accessToken$());
    await lab.expire();
    expect(statusOf((await outcome(client.get('/notes'))).error)).toBe(401);
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 1, refreshCalls: 0 }));
  });

  it('tokens that the old version has stored → start: who is signed in stays signed in', async () => {
    const { client, session } = setup();
    const signedInBefore = await firstValueFrom(
      client.post<TokenSet & { session: string }>(
        '/auth/sign-in',
        { name: 'ada', password: 'lovelace' },
        { session: false },
      ),
    );
    isSecret(signedInBefore.accessToken, signedInBefore.refreshToken);
    localStorage.setItem('old.session', JSON.stringify(signedInBefore));

    const { accessToken, refreshToken } = JSON.parse(localStorage.getItem('old.session') ?? '{}') as TokenSet;
    if (accessToken) session.start({ accessToken, refreshToken });
    localStorage.removeItem('old.session');

    const lab = new Lab(signedInBefore.session);
    await lab.expire();
    expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 2, refreshes: 1 }));
  });

  it('statusCodes → expired takes a list of statuses too', async () => {
    const { client, lab } = await signedIn({ session: { expired: [401, 403] } });
    await lab.faults({ api: [{ status: 403 }] });
    expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 2, refreshes: 1 }));
  });

  it('statusCodes with a 403 that is about rights → three refreshes, then a breaker hands the 403s out', async () => {
    const { client, lab, ended } = await signedIn({ session: { expired: [401, 403] } });
    await lab.faults({ api: { status: 403 } });
    for (let n = 0; n < 10; n++) expect(statusOf((await outcome(client.get(`/notes?n=${n}`))).error)).toBe(403);
    expect((await lab.counts()).refreshCalls).toBe(3);
    expect(ended).toEqual([]);
  });

  for (const [status, what] of [
    [400, 'a failure'],
    [200, 'a success'],
  ] as const) {
    it(`shouldRefresh → expired takes a predicate, which reads the body of ${what}`, async () => {
      const { client, lab } = await signedIn({
        session: { expired: ({ body }) => body()?.['business_error_code'] === 100385 },
      });
      await lab.faults({ api: [{ status, body: { business_error_code: 100385 } }] });
      expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 2, refreshes: 1 }));
    });
  }

  it('shouldRefresh throws → the request fails with what was thrown, and nothing is refreshed', async () => {
    const { client, lab } = await signedIn({
      session: {
        expired: () => {
          throw new TypeError('no such field');
        },
      },
    });
    await lab.expire();
    const { error } = await outcome<never>(client.get('/notes'));
    expect(isAxiosError(error) && error.message).toBe('no such field');
    expect((await lab.counts()).refreshCalls).toBe(0);
  });

  it('retryInstance, so that no interceptor runs twice → each runs once, whatever is sent again', async () => {
    const ran = { request: 0, transform: 0, response: 0 };
    const { client, lab } = await signedIn({
      features: [
        withAxios(({ interceptors }) => {
          interceptors.request.use((config) => {
            ran.request++;

            return config;
          });
          interceptors.response.use((response) => {
            ran.response++;

            return response;
          });
        }),
      ],
    });
    await lab.expire();
    ran.request = ran.response = 0;
    const transformRequest = (data: unknown) => {
      ran.transform++;

      return JSON.stringify({ text: data });
    };
    const headers = { 'Content-Type': 'application/json' };
    await firstValueFrom(client.post('/notes', 'once', { transformRequest, headers }));
    expect(ran).toEqual({ request: 1, transform: 1, response: 1 });
    expect((await lab.counts()).requests).toBe(2);
  });

  it('retryInstance, for another way to send → the adapter is yours, and is handed each send', async () => {
    const sent: string[] = [];
    const adapter: AxiosAdapter = (config) => {
      sent.push(config.url!);

      return axios.getAdapter('fetch', config)(config);
    };
    const { client, lab } = await signedIn();
    await lab.expire();
    await firstValueFrom(client.get('/notes', { adapter }));
    expect(sent).toEqual(['/notes', '/notes']);
    expect((await lab.counts()).requests).toBe(2);
  });

  it('onRetry, so that baseURL is not put on twice → what is sent again goes to the same URL', async () => {
    const { client, lab } = await signedIn();
    await lab.expire();
    await firstValueFrom(client.get('/notes', { params: { page: 1 } }));
    expect(await urls()).toEqual(['/body/api/notes?page=1', '/body/api/notes?page=1']);
  });

  it('onRetry → withOnRetry: changes the configuration of what is sent again, and only of that', async () => {
    const header = spyOn(XMLHttpRequest.prototype, 'setRequestHeader').and.callThrough();
    const { client, lab } = await signedIn({
      features: [
        withOnRetry((config) => {
          config.headers.set('X-Retry', 'true');
          config.params = { ...config.params, again: true };
        }),
      ],
    });
    await lab.expire();
    await firstValueFrom(forkJoin([client.get('/notes?n=1'), client.get('/notes?n=2')]));
    await firstValueFrom(client.get('/notes?n=3'));
    expect((await urls()).sort()).toEqual([
      '/body/api/notes?n=1',
      '/body/api/notes?n=1&again=true',
      '/body/api/notes?n=2',
      '/body/api/notes?n=2&again=true',
      '/body/api/notes?n=3',
    ]);
    expect(header.calls.allArgs().filter(([name]) => name.toLowerCase() === 'x-retry').length).toBe(2);
    expect((await lab.counts()).refreshes).toBe(1);
  });

  it('deduplicateRefresh → always: 50 requests that are refused together make one refresh and 50 answers', async () => {
    const { client, lab } = await signedIn();
    await lab.expire();
    const answers = await firstValueFrom(forkJoin(many(50, (n) => client.get<unknown>(`/notes?n=${n}`))));
    expect(answers.every(Array.isArray)).toBeTrue();
    expect(await lab.counts()).toEqual(
      jasmine.objectContaining({ requests: 100, expired: 50, refreshCalls: 1, reuse: 0 }),
    );
  });

  it('deduplicateRefresh, and a 401 while the first is being sent again → it is answered too', async () => {
    const { client, lab } = await signedIn();
    await lab.expire();
    await lab.faults({ api: [{ delay: { reply: 300 } }, {}, { delay: { reply: 600 } }] });
    const late = outcome(client.get('/notes?n=late'));
    await lab.until(({ requests }) => requests === 1);
    const first = outcome(client.get('/notes?n=first')); // its second send takes longer than the late 401
    expect((await late).error).toBeUndefined();
    expect((await first).error).toBeUndefined();
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 4, expired: 2, refreshCalls: 1 }));
  });

  it('deduplicateRefresh: false, for a refresh of its own each → none: a late 401 takes the token that is there', async () => {
    const { client, lab } = await signedIn();
    await lab.expire();
    await lab.faults({ api: [{ delay: { reply: 500 } }] });
    const late = outcome(client.get('/notes?n=late'));
    await lab.until(({ requests }) => requests === 1);
    await firstValueFrom(client.get('/notes?n=2'));
    expect((await late).error).toBeUndefined();
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ expired: 2, refreshCalls: 1, reuse: 0 }));
  });

  it('pauseInstanceWhileRefreshing → always: what starts during the refresh waits, and is sent once', async () => {
    const { client, lab } = await signedIn();
    await lab.expire();
    await lab.faults({ refresh: { delay: { arrival: 300 } } });
    const first = firstValueFrom(client.get<unknown>('/notes'));
    await lab.until(({ refreshCalls }) => refreshCalls === 1);
    const stalled = firstValueFrom(forkJoin(many(4, (n) => client.get<unknown>(`/notes?n=${n}`))));
    const free = firstValueFrom(client.get<unknown>('/health', { baseURL: BACKEND, session: false }));
    expect(await free).toEqual({ status: 'ok' });
    expect((await lab.counts()).refreshes).toBe(0); // it has not waited
    expect([await first, ...(await stalled)].every(Array.isArray)).toBeTrue();
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 6, expired: 1, refreshCalls: 1 }));
  });

  it('several instances with an interceptor each → one client and origins: one refresh for all APIs', async () => {
    allowTokensAt(ELSEWHERE);
    const { client, lab } = await signedIn({ session: { origins: [BACKEND, ELSEWHERE] } });
    await lab.expire();
    const answers = await firstValueFrom(
      forkJoin([client.get<unknown>('/notes'), client.get<unknown>(`${ELSEWHERE}/body/api/notes`)]),
    );
    expect(answers.every(Array.isArray)).toBeTrue();
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 4, refreshCalls: 1 }));
  });

  it('maxRetries → once: what is refused again is handed out', async () => {
    const { client, lab } = await signedIn();
    await lab.faults({ api: { status: 401 } });
    expect(statusOf((await outcome(client.get('/notes'))).error)).toBe(401);
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 2, refreshCalls: 1 }));
  });

  it('maxRetries of more than one → retry of RxJS: every subscription is a request with a second chance', async () => {
    const { client, lab } = await signedIn();
    await lab.faults({ api: [{ status: 401 }, { status: 401 }, { status: 401 }] });
    expect(await firstValueFrom(client.get<unknown>('/notes').pipe(retry(2)))).toEqual(jasmine.any(Array));
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 4, refreshCalls: 2 }));
  });

  it('interceptNetworkError → none: a 401 that the page may not read refreshes nothing', async () => {
    const { client, lab, ended } = await signedIn();
    await lab.expire();
    await lab.faults({ api: [{ noCors: true }] });
    const { error } = await outcome(client.get('/notes'));
    expect(isAxiosError(error) && error.code).toBe('ERR_NETWORK');
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 1, expired: 1, refreshCalls: 0 }));
    expect(ended).toEqual([]);
  });

  it('interceptNetworkError → a lifetime that is known: there is no 401 at all', async () => {
    const { client, session } = setup();
    const { session: id, ...tokens } = await firstValueFrom(
      client.post<TokenSet & { session: string }>(
        '/auth/sign-in',
        { name: 'ada', password: 'lovelace' },
        { session: false },
      ),
    );
    session.start({ ...tokens, expiresIn: 0.05 });
    const lab = new Lab(id);
    await lab.expire();
    await lab.faults({ api: [{}] });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 1, expired: 0, refreshes: 1 }));
  });

  describe('interceptNetworkError → refreshAfterNetworkError', () => {
    const orRefreshed = <T>() => TestBed.runInInjectionContext(() => refreshAfterNetworkError<T>());

    it('20 answers that the page may not read make one refresh, and each request is asked once more', async () => {
      const { client, lab } = await signedIn();
      await lab.expire();
      const refresh = { delay: { arrival: 1000 } }; // all have been answered by then
      await lab.faults({ api: many(20, () => ({ noCors: true }) as const), refresh });
      const notes = many(20, (n) => client.get<unknown>(`/notes?n=${n}`).pipe(orRefreshed()));
      expect((await firstValueFrom(forkJoin(notes))).every(Array.isArray)).toBeTrue();
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 40, expired: 20, refreshCalls: 1 }));
    });

    it('one that comes late takes the token that is there', async () => {
      const { client, lab } = await signedIn();
      await lab.expire();
      await lab.faults({ api: [{ noCors: true, delay: { reply: 500 } }, { noCors: true }] });
      const late = firstValueFrom(client.get<unknown>('/notes?n=late').pipe(orRefreshed()));
      await lab.until(({ requests }) => requests === 1);
      await firstValueFrom(client.get('/notes?n=2').pipe(orRefreshed()));
      expect(await late).toEqual(jasmine.any(Array));
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 4, expired: 2, refreshCalls: 1 }));
    });

    it('while the server is away the caller keeps its own error, and the user the session', async () => {
      const { client, session, lab } = await signedIn();
      await lab.faults({ api: { destroy: 'before' }, refresh: { destroy: 'before' } });
      const { error } = await outcome(client.get('/notes').pipe(orRefreshed()));
      expect(isAxiosError(error) && error.code).toBe('ERR_NETWORK');
      expect(session.signedIn()).toBeTrue();
      expect((await lab.counts()).requests).toBe(1);
    });
  });

  it('automatic throttling → withThrottling: a 429 holds back what starts meanwhile, and the session has no part in it', async () => {
    const { client, lab } = await signedIn({ features: [withThrottling()] });
    await lab.faults({ api: { status: 429, headers: { 'retry-after': '3' } } });
    const first = firstValueFrom(client.get<unknown>('/notes?n=first'));
    await lab.until(({ requests }) => requests === 1);
    await new Promise((resolve) => setTimeout(resolve, 300)); // the page has read it
    const others = firstValueFrom(forkJoin(many(5, (n) => client.get<unknown>(`/notes?n=${n}`))));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await lab.faults({});
    expect([await first, ...(await others)].every(Array.isArray)).toBeTrue();
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 7, refreshCalls: 0 }));
  });

  it('OTP challenges → withOtp: one question for all who are challenged, and each is sent again with the code', async () => {
    const header = spyOn(XMLHttpRequest.prototype, 'setRequestHeader').and.callThrough();
    let asked = 0;
    const code$ = new Observable<string>((user) => {
      asked++;
      const answer = of('123456').pipe(delay(300)).subscribe(user);

      return () => answer.unsubscribe();
    });
    const { client, lab } = await signedIn({ features: [withOtp(code$)] });
    await lab.faults({ api: many(5, () => ({ status: 403, body: { code: 'OTP_REQUIRED' } })) });
    const notes = many(5, (n) => client.post<{ text: string }>('/notes', { text: `ä ${n}` }));
    const texts = (await firstValueFrom(forkJoin(notes))).map(({ text }) => text);
    expect(texts).toEqual(many(5, (n) => `ä ${n}`));
    expect(asked).toBe(1);
    expect(header.calls.allArgs().filter(([name]) => name.toLowerCase() === 'x-otp').length).toBe(5);
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 10, refreshCalls: 0 }));
  });

  it('OTP challenges → withOtp: whoever gives up gets the 403', async () => {
    const { client, lab } = await signedIn({ features: [withOtp(new Observable((user) => user.complete()))] });
    await lab.faults({ api: [{ status: 403, body: { code: 'OTP_REQUIRED' } }] });
    expect(statusOf((await outcome<AxiosResponse>(client.get('/notes'))).error)).toBe(403);
    expect((await lab.counts()).requests).toBe(1);
  });
});
