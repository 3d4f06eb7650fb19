import { TestBed } from '@angular/core/testing';
import axios, {
  AxiosAdapter,
  AxiosError,
  AxiosHeaders,
  AxiosResponse,
  CanceledError,
  InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios';
import {
  AxiosClient,
  isNotReplayableError,
  isRefreshUnavailableError,
  isSessionEndedError,
  SessionEndedError,
  TokenSet,
  withAxios,
} from 'ngx-axios';
import { firstValueFrom, forkJoin, map, Subject } from 'rxjs';
import { BACKEND, ELSEWHERE, Lab, outcome, setup, signIn, signInWithCookies } from '../testbed/backend';

/** Fifty of a thing; requests with an address each, because Chromium sends equal ones one after the other. */
const fifty = <T>(make: (index: number) => T): T[] => Array.from({ length: 50 }, (_, index) => make(index));

/** Sends as usual, but hands the answer out only when told to. */
function heldBack(): { adapter: AxiosAdapter; answered: Promise<void>; release: () => void } {
  let release!: () => void;
  let arrived!: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  const answered = new Promise<void>((resolve) => (arrived = resolve));
  let first = true;
  const adapter: AxiosAdapter = async (config) => {
    const send = axios.getAdapter(['xhr'], config);
    if (!first) return send(config);
    first = false;
    try {
      return await send(config);
    } finally {
      arrived();
      await released;
    }
  };
  return { adapter, answered, release };
}

/** What an adapter of the application's own might answer. */
const answer = (config: InternalAxiosRequestConfig, status = 200, data: unknown = {}): AxiosResponse => ({
  config,
  data,
  headers: {},
  status,
  statusText: '',
});
const unauthorized = (config: InternalAxiosRequestConfig) =>
  new AxiosError('Unauthorized', 'ERR_BAD_REQUEST', config, {}, answer(config, 401));

const moment = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('The seam', () => {
  describe('when access tokens have expired', () => {
    it('R1: makes one refresh for 50 requests that fail together, and sends each once more', async () => {
      const { client, session, ended } = setup();
      const lab = await signIn(client, session);
      await lab.expire();

      const answers = await firstValueFrom(forkJoin(fifty((n) => client.get<unknown[]>(`/notes?n=${n}`))));

      expect(answers.every(Array.isArray)).toBeTrue();
      expect(await lab.counts()).toEqual({
        requests: 100,
        expired: 50,
        aborted: 0,
        refreshCalls: 1,
        refreshes: 1,
        ranOut: 1,
        reuse: 0,
        opened: 0,
        open: 0,
      });
      expect(ended).toEqual([]);
    });

    it('B5, B6, B8: sends the same bytes again: transforms and interceptors run once, and the server writes once', async () => {
      const ran = { transform: 0, request: 0, response: 0 };
      const { client, session } = setup({
        features: [
          withAxios(({ interceptors }) => {
            interceptors.request.use((config) => (ran.request++, config));
            interceptors.response.use((response) => (ran.response++, response));
          }),
        ],
      });
      const lab = await signIn(client, session);
      await lab.expire();
      Object.assign(ran, { transform: 0, request: 0, response: 0 });
      const text = crypto.randomUUID();
      const transformRequest = (data: { text: string }, headers: AxiosHeaders) => {
        ran.transform++;
        headers.setContentType('application/json');
        return JSON.stringify({ text: `<${data.text}>` });
      };

      await firstValueFrom(
        forkJoin(Array.from({ length: 20 }, () => client.post('/notes', { text }, { transformRequest }))),
      );

      const notes = await firstValueFrom(client.get<{ text: string }[]>('/notes'));
      expect(ran).toEqual({ transform: 20, request: 21, response: 21 });
      expect(notes.filter((note) => note.text === `<${text}>`).length).toBe(20);
      expect((await lab.counts()).refreshes).toBe(1);
    });

    it('R2: sends a request that is refused late again without another refresh', async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.expire();
      const { adapter, answered, release } = heldBack();
      const late = firstValueFrom(client.get<unknown[]>('/notes', { adapter }));
      await answered;

      await firstValueFrom(client.get('/notes'));
      release();

      expect(await late).toEqual(jasmine.any(Array));
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 4, expired: 2, refreshCalls: 1 }));
    });

    it('R3: holds requests back that start during a refresh, until they can be sent with the fresh token', async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.expire();
      await lab.faults({ refresh: { delay: { arrival: 200 } } });
      const first = firstValueFrom(client.get('/notes'));
      await lab.until(({ refreshCalls }) => refreshCalls === 1);

      await firstValueFrom(forkJoin(fifty((n) => client.get(`/notes?n=${n}`))));
      await first;

      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 52, expired: 1, refreshes: 1 }));
    });

    it('refreshes a token first that is known to have run out, so that no request is refused', async () => {
      const { client, session } = setup();
      const {
        expiresIn: _,
        session: id,
        ...tokens
      } = await firstValueFrom(
        client.post<TokenSet & { session: string }>('/auth/sign-in', { name: 'ada', password: 'lovelace' }),
      );
      session.start({ ...tokens, expiresIn: 0.001 });
      await new Promise((resolve) => setTimeout(resolve, 5));

      await firstValueFrom(forkJoin(fifty((n) => client.get(`/notes?n=${n}`))));

      expect(await new Lab(id).counts()).toEqual(jasmine.objectContaining({ requests: 50, expired: 0, refreshes: 1 }));
    });

    it('R5: hands out whatever the second answer is, without a third', async () => {
      const { client, session } = setup({
        session: { refresh: ({ accessToken }) => [{ accessToken: `${accessToken}x` }] },
      });
      const lab = await signIn(client, session);
      await lab.expire();

      const { error } = await outcome(client.get('/notes'));

      expect(error).toBeInstanceOf(AxiosError);
      expect((error as AxiosError).response?.status).toBe(401);
      expect((await lab.counts()).requests).toBe(1); // the second carried a token that is nobody's
    });

    it('R24: reads the expiry in a successful answer too, where the application says so', async () => {
      const expired = jasmine.createSpy('expired').and.callFake((answer) => answer.body()?.statusCode === 401);
      const { client, session } = setup({ prefix: '/d/api', session: { expired } });
      const lab = await signIn(client, session);
      await lab.expire();

      const answers = await firstValueFrom(forkJoin(fifty((n) => client.get<unknown[]>(`/notes?n=${n}`))));

      expect(answers.every(Array.isArray)).toBeTrue();
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ expired: 50, refreshes: 1 }));
    });

    it('R23: notices a 401 that `validateStatus` has turned into a success', async () => {
      const { client, session } = setup({ config: { validateStatus: () => true } });
      const lab = await signIn(client, session);
      await lab.expire();
      const { status } = await firstValueFrom(client.request({ url: '/notes' }));
      expect(status).toBe(200);
    });

    it('B10: refreshes but does not send again what says `replay: false`', async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.expire();

      const { error } = await outcome(client.post('/notes', { text: 'once' }, { replay: false }));

      expect(isNotReplayableError(error) && isAxiosError(error.failure)).toBeTrue();
      expect((error as AxiosError).code).toBe('ERR_NOT_REPLAYABLE');
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 1, refreshes: 1 }));
      await firstValueFrom(client.get('/notes'));
      expect((await lab.counts()).expired).toBe(1);
    });
  });

  describe('when the refresh is refused', () => {
    it('L4: ends the session once, and gives each of 50 requests its own 401', async () => {
      const { client, session, ended } = setup();
      const lab = await signIn(client, session);
      await lab.revoke();

      const outcomes = await Promise.all(fifty((n) => outcome(client.get(`/notes?n=${n}`))));

      for (const [n, { error }] of outcomes.entries()) {
        const failure = (error as SessionEndedError).failure as AxiosError;
        expect(isSessionEndedError(error)).toBeTrue();
        expect(failure.response?.status).toBe(401);
        expect(failure.config?.url).toBe(`/notes?n=${n}`);
      }
      expect(ended).toEqual(['refused']);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 50, refreshCalls: 1 }));
    });

    it('hands out what plugins and applications take for an AxiosError, its answer read as ever', async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.revoke();

      const error = (await outcome(client.get('/notes'))).error as SessionEndedError & AxiosError<{ title: string }>;

      expect(isAxiosError(error)).toBeTrue();
      expect(error.code).toBe('ERR_SESSION_ENDED');
      expect(error.config?.url).toBe('/notes');
      expect(error.request).toBeInstanceOf(XMLHttpRequest);
      expect(error.response?.data.title).toBe('The access token has expired.');
      expect(error.status).toBe(401);
    });

    it('gives every caller its original error where there is nothing to refresh with, and sends nothing', async () => {
      const { client, session, ended } = setup();
      const lab = await signIn(client, session);
      session.start({ accessToken: await firstValueFrom(session.accessToken$()) });
      await lab.expire();

      const outcomes = await Promise.all(fifty((n) => outcome(client.get(`/notes?n=${n}`))));

      for (const { error } of outcomes) {
        expect(error).toBeInstanceOf(AxiosError);
        expect((error as AxiosError).response?.status).toBe(401);
      }
      expect(ended).toEqual(['replaced', 'no-refresh-token']);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 50, refreshCalls: 0 }));
    });
  });

  describe('when the server cannot refresh now', () => {
    it('R15: keeps the session, fails every request with its own 401 and the time to try again, and asks once', async () => {
      const { client, session, ended } = setup();
      const lab = await signIn(client, session);
      await lab.expire();
      await lab.faults({ refresh: { status: 503, headers: { 'Retry-After': '60' } } });

      const outcomes = await Promise.all(fifty((n) => outcome(client.get(`/notes?n=${n}`))));

      for (const { error } of outcomes) {
        expect(isRefreshUnavailableError(error) && error.retryAt.getTime() > Date.now()).toBeTrue();
        expect(((error as { failure?: unknown }).failure as AxiosError).response?.status).toBe(401);
      }
      expect(ended).toEqual([]);
      expect((await lab.counts()).refreshCalls).toBe(1);
    });

    for (const adapter of [undefined, 'xhr', 'fetch'] as const) {
      it(`does not follow a redirect with the refresh token, with the adapter ${adapter ?? 'that axios chooses'}`, async () => {
        const { client, session } = setup({ config: adapter ? { adapter } : {} });
        const lab = await signIn(client, session);
        await lab.faults({ refresh: { redirect: `${BACKEND}/body/api/auth/sign-out` } }); // where the token would sign the user out

        const { error } = await outcome(session.refresh$);

        expect(isRefreshUnavailableError(error)).toBeTrue();
        expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
      });
    }

    it('R7: does not wait for itself when `refresh` sends through its own session: the deadline says so', async () => {
      const { client, session } = setup({
        session: { deadline: 200, refresh: () => TestBed.inject(AxiosClient).post<TokenSet>('/auth/refresh') },
      });
      const lab = await signIn(client, session);
      await lab.expire();

      const { error } = await outcome(client.get('/notes'));

      expect(isRefreshUnavailableError(error)).toBeTrue();
      expect((error as Error).message).toContain('use the client that `refresh` is handed');
    });
  });

  describe('leaving', () => {
    it('aborts the request on the wire', async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);

      const subscription = client.get('/notes?delay=20000').subscribe();
      await lab.until(({ requests }) => requests === 1);
      subscription.unsubscribe();

      expect((await lab.until(({ aborted }) => aborted === 1)).aborted).toBe(1);
    });

    for (const [who, count] of [
      ['one', 1],
      ['all', 5],
    ] as const) {
      it(`R10, R11: lets the refresh go on when ${who} of those who wait leave, and never sends what they asked for`, async () => {
        const { client, session } = setup();
        const lab = await signIn(client, session);
        await lab.expire();
        await lab.faults({ refresh: { delay: { arrival: 1000 } } });
        const got: unknown[] = [];
        const waiting = Array.from({ length: 5 }, (_, n) =>
          client.get(`/notes?n=${n}`).subscribe((notes) => got.push(notes)),
        );
        await lab.until(({ expired, refreshCalls }) => expired === 5 && refreshCalls === 1);

        for (const subscription of waiting.slice(0, count)) subscription.unsubscribe();
        const { generation } = await firstValueFrom(session.refresh$);

        expect(generation).toBe(3); // found nothing, signed in, refreshed once
        await lab.until(({ requests }) => requests === 5 + 5 - count);
        expect((await lab.counts()).refreshes).toBe(1);
      });
    }

    for (const how of ['signal', 'cancelToken'] as const) {
      it(`R12: settles at once when the caller cancels a request that waits, by ${how}, and does not send it`, async () => {
        const { client, session } = setup();
        const lab = await signIn(client, session);
        await lab.expire();
        await lab.faults({ refresh: { delay: { arrival: 1000 } } });
        const controller = new AbortController();
        const source = axios.CancelToken.source();
        const waiting = outcome(
          client.get('/notes', how === 'signal' ? { signal: controller.signal } : { cancelToken: source.token }),
        );
        await lab.until(({ refreshCalls }) => refreshCalls === 1);

        if (how === 'signal') controller.abort();
        else source.cancel('not any more');

        expect((await waiting).error).toBeInstanceOf(CanceledError);
        expect(session.state().refreshing).toBeTrue(); // it did not wait for that
        await firstValueFrom(session.refresh$);
        expect((await lab.counts()).requests).toBe(1);
      });
    }

    it('B11: lets no request wait longer than its patience', async () => {
      const { client, session } = setup({ session: { patience: 50 } });
      const lab = await signIn(client, session);
      await lab.expire();
      await lab.faults({ refresh: { delay: { arrival: 300 } } });

      const { error } = await outcome(client.get('/notes'));

      expect(isRefreshUnavailableError(error)).toBeTrue();
      expect((error as Error).message).toContain('50 ms');
      await firstValueFrom(session.refresh$);
    });

    it("L3: neither refreshes the next user's session nor sends with its token what an earlier user's request was refused", async () => {
      const { client, session, ended } = setup();
      const lab = await signIn(client, session);
      await lab.expire();
      const { adapter, answered, release } = heldBack();
      const late = outcome(client.get('/notes', { adapter }));
      await answered;
      const next = await signIn(client, session);
      session.start({ accessToken: 'run-out', refreshToken: 'never-sent', expiresIn: 0.001 });
      await new Promise((resolve) => setTimeout(resolve, 5));
      release();

      expect((await late).error).toEqual(jasmine.objectContaining({ name: 'SessionEndedError', reason: 'replaced' }));
      expect(session.state().failing || session.state().refreshing).toBeFalse();
      expect(session.signedIn()).toBeTrue();
      expect(ended).toEqual(['replaced', 'replaced']);
      expect([(await lab.counts()).requests, (await next.counts()).requests]).toEqual([1, 0]);
    });

    it('L3: binds a request to the session in which somebody subscribed, however long the interceptors take', async () => {
      let ready!: () => void;
      const { client, session } = setup({
        features: [
          withAxios(({ interceptors }) =>
            interceptors.request.use((config) => new Promise((resolve) => (ready = () => resolve(config)))),
          ),
        ],
      });
      session.start({ accessToken: 'of-ada' });
      const adapter = jasmine.createSpy('adapter');
      const waiting = outcome(client.get('/notes', { adapter }));
      await moment();
      session.start({ accessToken: 'of-grace' });
      ready();

      expect((await waiting).error).toEqual(
        jasmine.objectContaining({ name: 'SessionEndedError', reason: 'replaced' }),
      );
      expect(adapter).not.toHaveBeenCalled();
    });

    it('L3: sends nothing again once a subscriber of the same refresh has signed out', async () => {
      const fresh = new Subject<TokenSet>();
      const { client, session } = setup({ session: { refresh: () => fresh } });
      session.start({ accessToken: 'stale' });
      const sent: unknown[] = [];
      const adapter: AxiosAdapter = async (config) => {
        sent.push(config.headers.get('Authorization'));
        throw unauthorized(config);
      };
      session.refresh$.subscribe(() => void session.end());
      const waiting = [outcome(client.get('/x', { adapter })), outcome(session.credentials$)];
      fresh.next({ accessToken: 'fresh' });

      expect(((await waiting[0])?.error as Error).name).toBe('SessionEndedError');
      expect(sent.filter((token) => token !== 'Bearer stale')).toEqual([]);
    });

    it("gives the reason of the request's own session, not of a later one", async () => {
      const { client, session } = setup({ session: { refresh: () => null } });
      session.start({ accessToken: 'of-ada' });
      const { adapter, answered, release } = heldBack();
      const late = outcome(client.get('/notes', { adapter }));
      await answered;
      session.start({ accessToken: 'of-grace' });
      await outcome(session.refresh$); // which ends with no-refresh-token
      release();

      expect((await late).error).toEqual(jasmine.objectContaining({ name: 'SessionEndedError', reason: 'replaced' }));
    });

    it('L2: rejects what waits when the user signs out, and sends none of it', async () => {
      const { client, session, ended } = setup();
      const lab = await signIn(client, session);
      await lab.expire();
      await lab.faults({ refresh: { delay: { arrival: 10_000 } } });
      const waiting = fifty((n) => outcome(client.get(`/notes?n=${n}`)));
      await lab.until(({ refreshCalls }) => refreshCalls === 1);

      await session.end();
      const outcomes = await Promise.all(waiting);

      expect(outcomes.every(({ error }) => isSessionEndedError(error) && error.reason === 'signed-out')).toBeTrue();
      await lab.until(({ refreshes, aborted }) => refreshes + aborted > 0);
      expect(session.signedIn()).toBeFalse();
      expect(ended).toEqual(['signed-out']);
      expect((await lab.counts()).requests).toBeLessThanOrEqual(50);
    });
  });

  describe('where the token goes', () => {
    /** Answers with what it was sent. */
    const echo: AxiosAdapter = async (config) => ({
      data: JSON.stringify({
        url: config.url,
        headers: { ...config.headers },
        withCredentials: config.withCredentials,
      }),
      status: 200,
      statusText: 'OK',
      headers: {},
      config,
    });
    const sent = (client: AxiosClient, config: object) =>
      firstValueFrom(
        client
          .request<{ url: string; headers: Record<string, string>; withCredentials?: boolean }>({
            adapter: echo,
            ...config,
          })
          .pipe(map(({ data }) => data)),
      );

    it('goes out at once, in the same task, when nothing has to be waited for', () => {
      const { client, session } = setup();
      session.start({ accessToken: 'secret' });
      const adapter = jasmine.createSpy('adapter').and.callFake(echo);
      client.get('/notes', { adapter }).subscribe();
      expect(adapter).toHaveBeenCalledTimes(1);
    });

    it('U1: goes to the origin of the base URL, and to no other', async () => {
      const { client, session } = setup();
      session.start({ accessToken: 'secret' });
      const other = new URL(BACKEND).port === '1' ? 2 : 1;

      expect((await sent(client, { url: '/notes' })).headers['Authorization']).toBe('Bearer secret');
      expect((await sent(client, { url: `${BACKEND}/else` })).headers['Authorization']).toBe('Bearer secret');
      for (const url of [
        `${ELSEWHERE}/x`,
        `http://localhost:${other}/x`,
        '//evil.example/x',
        'https://evil.example/x',
      ]) {
        expect((await sent(client, { url, baseURL: '' })).headers['Authorization'])
          .withContext(url)
          .toBeUndefined();
      }
    });

    for (const [what, baseURL] of [
      ['gave it', ELSEWHERE],
      ['took it away', undefined],
    ] as const) {
      it(`is told from the URL that is really asked for, where an interceptor ${what}`, async () => {
        const { client, session } = setup({
          features: [withAxios(({ interceptors }) => interceptors.request.use((config) => ({ ...config, baseURL })))],
        });
        session.start({ accessToken: 'secret' });
        expect((await sent(client, { url: '/x' })).headers['Authorization']).toBeUndefined();
      });
    }

    it('goes further only where the application lists the origin', async () => {
      const { client, session } = setup({ session: { origins: [ELSEWHERE] } });
      session.start({ accessToken: 'secret' });
      expect((await sent(client, { url: `${ELSEWHERE}/x` })).headers['Authorization']).toBe('Bearer secret');
      expect((await sent(client, { url: '/x' })).headers['Authorization']).toBeUndefined();
    });

    it('hands the URL to the adapter as the caller wrote it', async () => {
      const { client, session } = setup();
      session.start({ accessToken: 'secret' });
      expect((await sent(client, { url: '/a/../b?x=%2e' })).url).toBe('/a/../b?x=%2e');
    });

    for (const [what, config] of [
      ['`session: false`', { session: false }],
      ['its own Authorization', { headers: { authorization: 'Basic eA==' } }],
      ['`auth`', { auth: { username: 'x', password: 'y' } }],
    ] as const) {
      it(`R9: does not go along with a request that has ${what}, whose 401 is just an answer`, async () => {
        const { client, session } = setup();
        const lab = await signIn(client, session);
        const own = (config as { headers?: { authorization: string } }).headers?.authorization;
        expect((await sent(client, config)).headers['authorization'] ?? undefined).toBe(own);

        const { error } = await outcome(client.get('/notes', config as object));

        expect((error as AxiosError).response?.status).toBe(401);
        expect(error).toBeInstanceOf(AxiosError);
        expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 0, refreshCalls: 0 }));
      });
    }

    it('does not go along with a request that brings the header itself which the application uses', async () => {
      const { client, session } = setup({
        prefix: '/b/api',
        session: { authorize: (token) => ({ Authentication: `Bearer ${token}` }), expired: 403 },
      });
      const lab = await signIn(client, session);
      const headers = { authentication: 'Bearer of-its-own' };
      expect((await sent(client, { headers })).headers).toEqual(jasmine.objectContaining(headers));

      const { error } = await outcome(client.get('/notes', { headers }));

      expect((error as AxiosError).response?.status).toBe(403);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 0, refreshCalls: 0 }));
    });

    it('is sent by the browser as a cookie, to the allowed origins without anybody asking for it', async () => {
      const { client, session } = setup({
        prefix: '/cookies/api',
        session: {
          tokens: 'cookies',
          refresh: (_: TokenSet, http: AxiosClient) => http.post('/auth/refresh'),
        } as never,
      });
      const lab = await signInWithCookies(client, session);
      await lab.expire();

      const answers = await firstValueFrom(forkJoin(fifty((n) => client.get<unknown[]>(`/notes?n=${n}`))));

      expect(answers.every(Array.isArray)).toBeTrue();
      const { requests, expired, refreshes, reuse } = await lab.counts();
      // The browser has six connections: what it sends late has the fresh cookie.
      expect({ requests, refreshes, reuse }).toEqual({ requests: 50 + expired, refreshes: 1, reuse: 0 });
      expect((await sent(client, { url: `${ELSEWHERE}/x` })).withCredentials).toBeUndefined();
    });

    it('takes what counts as a success for an answer when nobody is signed in, whatever it says', async () => {
      const { client } = setup({
        config: { validateStatus: () => true },
        session: { expired: ({ status }) => status === 401 },
      });
      expect((await firstValueFrom(client.request({ url: '/notes' }))).status).toBe(401);
    });

    it('R8: takes a 401 for an answer when nobody is signed in', async () => {
      const { client, ended } = setup();
      const { error } = await outcome(client.post('/auth/sign-in', { name: 'ada', password: 'wrong' }));
      expect(error).toBeInstanceOf(AxiosError);
      expect(ended).toEqual([]);
    });

    it('does not touch what the caller handed in, and does not mix up requests that share it', async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.expire();
      const headers = new AxiosHeaders({ 'X-Shared': '1' });
      const config = Object.freeze({ headers });
      await firstValueFrom(forkJoin(fifty((n) => client.get(`/notes?n=${n}`, config))));
      expect({ ...headers }).toEqual({ 'X-Shared': '1' } as never);
      expect((await lab.counts()).refreshes).toBe(1);
    });

    it('leaves headers alone that an interceptor shares between requests', async () => {
      const shared = new AxiosHeaders({ 'X-Shared': '1' });
      const { client, session } = setup({
        features: [
          withAxios(({ interceptors }) =>
            interceptors.request.use((config) =>
              Object.assign(config, config.method === 'get' ? { headers: shared } : {}),
            ),
          ),
        ],
      });
      const lab = await signIn(client, session);
      await lab.expire();
      await firstValueFrom(forkJoin(fifty((n) => client.get(`/notes?n=${n}`))));
      expect({ ...shared }).toEqual({ 'X-Shared': '1' } as never);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 100, refreshes: 1 }));
    });

    it('B7, U7: travels in the header that the application names, made anew for every send, and follows no redirect', async () => {
      const authorize = jasmine.createSpy('authorize').and.callFake((token: string, { method, url }) => ({
        Authentication: `Bearer ${token}`,
        'X-Signature': `${method} ${url.pathname} ${authorize.calls.count()}`,
      }));
      const { client, session } = setup({
        prefix: '/b/api',
        session: { authorize, expired: ({ status, body }) => status === 403 && body()?.['code'] === 'TOKEN_EXPIRED' },
      });
      const lab = await signIn(client, session);
      await lab.expire();
      const fetched = spyOn(globalThis, 'fetch').and.callThrough();

      await firstValueFrom(client.get('/notes'));

      const redirects = fetched.calls
        .allArgs()
        .flatMap(([request]) =>
          request instanceof Request ? [`${new URL(request.url).pathname} ${request.redirect}`] : [],
        );
      expect(authorize.calls.allArgs().map(([, { method }]) => method)).toEqual(['GET', 'GET']);
      expect(redirects).toEqual(['/b/api/notes error', '/b/api/auth/refresh error', '/b/api/notes error']);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 2, refreshes: 1 }));
    });
  });

  describe('what is handed out', () => {
    const secrets = /eyJhbGciOi|Bearer/;

    it('carries no token: responses', async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.expire();
      const { config } = await firstValueFrom(client.request({ url: '/notes' }));
      expect(config.headers.has('Authorization')).toBeFalse();
      expect(JSON.stringify(config)).not.toMatch(secrets);
    });

    it('carries no token: the requests that the fetch adapter hands out', async () => {
      const { client, session } = setup({ config: { adapter: 'fetch' } });
      await signIn(client, session);
      const { request } = await firstValueFrom(client.request({ url: '/notes' }));
      const { error } = await outcome(client.delete('/notes/999999999'));
      for (const sent of [request as Request, (error as AxiosError).request as Request]) {
        expect(sent).toBeInstanceOf(Request);
        expect(sent.headers.has('Authorization')).toBeFalse();
      }
    });

    it('carries no token: configurations that an adapter has copied', async () => {
      const { client, session } = setup();
      await signIn(client, session);
      const adapter: AxiosAdapter = (config) => axios.getAdapter('xhr')({ ...config });
      const { config } = await firstValueFrom(client.request({ url: '/notes', adapter }));
      const { error } = await outcome(client.get('/nowhere', { adapter }));
      expect(JSON.stringify([config, error, (error as AxiosError).response?.config])).not.toMatch(secrets);
    });

    it('carries no token: the error of a request that is cancelled while it is sent again', async () => {
      const { client, session } = setup({ session: { refresh: () => [{ accessToken: 'Bearer' }] } });
      session.start({ accessToken: 'stale' });
      const controller = new AbortController();
      const adapter: AxiosAdapter = async (config) => {
        if (config.headers.get('Authorization') === 'Bearer stale') throw unauthorized(config);
        setTimeout(() => controller.abort());
        return new Promise(() => undefined); // does not listen
      };
      const error = await client.axiosRef.get('/x', { adapter, signal: controller.signal }).catch((e: AxiosError) => e);
      expect(error).toBeInstanceOf(CanceledError);
      expect(JSON.stringify(error)).not.toMatch(secrets);
    });

    it('can be sent again, through this client or another', async () => {
      const { client, session } = setup();
      await signIn(client, session);
      const { config } = (await outcome(client.get('/nowhere'))).error as AxiosError;
      const again = (await outcome(client.request(config!))).error as AxiosError;
      TestBed.resetTestingModule();
      const other = setup();
      await signIn(other.client, other.session);
      const elsewhere = (await outcome(other.client.request(config!))).error as AxiosError;
      expect([again.response?.status, elsewhere.response?.status]).toEqual([404, 404]);
    });

    it('can be read to its end when it is a stream', async () => {
      const { client, session } = setup({ config: { adapter: 'fetch' } });
      await signIn(client, session);
      const stream = await firstValueFrom(client.get<ReadableStream>('/notes', { responseType: 'stream' }));
      await moment();
      expect((await new Response(stream).text()).startsWith('[')).toBeTrue();
    });

    it('carries no token: errors, whatever ended the request', async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      const errors = [
        (await outcome(client.get('/nowhere'))).error,
        (await outcome(client.delete('/notes/999999999'))).error,
      ];
      await lab.expire();
      await lab.faults({ refresh: { status: 503, headers: { 'Retry-After': '60' } } });
      errors.push((await outcome(client.get('/notes'))).error);
      await lab.revoke();
      session.start({
        ...(await firstValueFrom(
          client.post<TokenSet>('/auth/sign-in', { name: 'ada', password: 'lovelace' }, { session: false }),
        )),
        refreshToken: 'canary-refresh',
      });
      await session.end();
      errors.push((await outcome(session.accessToken$())).error);

      expect(errors.length).toBe(4);
      for (const error of errors) {
        const { cause, failure, config } = error as Record<string, unknown>;
        expect(JSON.stringify([error, cause, failure, config])).not.toMatch(secrets);
        expect(JSON.stringify([error, cause, failure, config])).not.toContain('canary');
      }
    });
  });

  describe('adapters', () => {
    for (const adapter of ['xhr', 'fetch', ['fetch', 'xhr']] as const) {
      it(`B14: keeps the one in effect: ${JSON.stringify(adapter)}`, async () => {
        const { client, session } = setup({ config: { adapter: adapter as 'xhr' } });
        const lab = await signIn(client, session);
        await lab.expire();
        const { request } = await firstValueFrom(client.request({ url: '/notes' }));
        expect(request).toBeInstanceOf(adapter === 'xhr' ? XMLHttpRequest : Request);
        expect((await lab.counts()).refreshes).toBe(1);
      });
    }

    it('recovers with one that answers objects, for one request', async () => {
      const { client, session } = setup({ session: { refresh: () => [{ accessToken: 'fresh' }] } });
      session.start({ accessToken: 'stale' });
      const seen: unknown[] = [];
      const adapter: AxiosAdapter = async (config) => {
        const authorization = config.headers.get('Authorization');
        seen.push(authorization);
        const response: AxiosResponse = { config, data: { ok: true }, headers: {}, status: 200, statusText: '' };
        if (authorization === 'Bearer fresh') return response;
        throw new AxiosError(
          'Unauthorized',
          'ERR_BAD_REQUEST',
          config,
          {},
          { ...response, data: { ok: false }, status: 401 },
        );
      };

      expect(await firstValueFrom(client.get<unknown>('/x', { adapter }))).toEqual({ ok: true });
      expect(seen).toEqual(['Bearer stale', 'Bearer fresh']);
    });

    it('refuses redirects also where the application brings its own fetch', async () => {
      const seen: unknown[] = [];
      const env = {
        fetch: (input: Request) => {
          seen.push([input.redirect, input.headers.get('Authentication')]);
          return Promise.resolve(new Response('[]'));
        },
      };
      const { client, session } = setup({
        config: { adapter: 'fetch', env: env as never },
        session: { authorize: (token) => ({ Authentication: token }) },
      });
      session.start({ accessToken: 'secret' });
      await firstValueFrom(client.get('/notes'));
      expect(seen).toEqual([['error', 'secret']]);
    });

    it('says what a wrong name is, as axios does', async () => {
      const { client } = setup();
      const { error } = await outcome(client.get('/x', { adapter: 'carrier-pigeon' }));
      expect((error as Error).message).toContain("Unknown adapter 'carrier-pigeon'");
    });
  });

  describe('ways around it', () => {
    it('are warned of in development', async () => {
      const { client } = setup();
      const warn = spyOn(console, 'warn');
      const created = client.axiosRef.create();
      expect(warn).not.toHaveBeenCalled();

      await created.get(`${BACKEND}/health`);
      await created.get(`${BACKEND}/health`);
      const interceptor = jasmine.createSpy('interceptor').and.callFake((config) => config);
      client.axiosRef.interceptors.request.use(interceptor);
      client.axiosRef.interceptors.request.clear();
      await client.axiosRef.get(`${BACKEND}/health`);

      expect(interceptor).not.toHaveBeenCalled();
      expect(warn.calls.allArgs().map(([message]) => String(message))).toEqual([
        jasmine.stringMatching(/`axiosRef.create\(\)` has made an instance without the session/),
        jasmine.stringMatching(/`interceptors.request.clear\(\)` has removed the session/),
      ]);
    });
  });
});
