import axios, { AxiosError, AxiosInstance, InternalAxiosRequestConfig, isAxiosError } from 'axios';
import { isRefreshUnavailableError, isSessionEndedError, RefreshUnavailableError, TokenSet } from 'ngx-axios';
import { firstValueFrom, forkJoin } from 'rxjs';
import { arrivals, BACKEND, ELSEWHERE, expectViolation, Lab, outcome, setup, signIn } from '../testbed/backend';
import { Witness } from '../testbed/witness';

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

const time = (at: Date) => new Promise((resolve) => setTimeout(resolve, at.getTime() - Date.now() + 50));

/** Whether a request has come to anything after a time in which any other would have. */
const isPending = (asked: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    asked.then(
      () => false,
      () => false,
    ),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 1000)),
  ]);

/** How the recipe is found elsewhere. */
interface Variant {
  /** The flag is reset when the refresh has failed. */
  readonly resets?: boolean;
  /** Those in the queue are told when the refresh has failed. */
  readonly rejects?: boolean;
}

/** The interceptor that docs/migrating/from-a-queue.md begins with; the tokens lie in `kept` instead of `localStorage`. */
function queue(
  api: AxiosInstance,
  kept: Partial<Record<string, string>>,
  toLogin: () => void,
  { resets = true, rejects = true }: Variant,
): void {
  let isRefreshing = false;
  let failedQueue: { resolve: () => void; reject: (error: unknown) => void }[] = [];

  const processQueue = (error?: unknown) => {
    for (const { resolve, reject } of failedQueue) {
      if (error) reject(error);
      else resolve();
    }
    failedQueue = [];
  };

  api.interceptors.request.use((config) => {
    if (kept['access']) config.headers.set('Authorization', `Bearer ${kept['access']}`);

    return config;
  });

  api.interceptors.response.use(undefined, async (error: AxiosError) => {
    const request = error.config as InternalAxiosRequestConfig & { _retry?: boolean };
    if (error.response!.status !== 401 || request._retry) throw error;

    if (isRefreshing) {
      await new Promise<void>((resolve, reject) => failedQueue.push({ resolve, reject }));

      return api(request);
    }
    request._retry = true;
    isRefreshing = true;
    try {
      const { data } = await api.post<Record<string, string>>('/auth/refresh', { refreshToken: kept['refresh'] });
      kept['access'] = data['accessToken'];
      kept['refresh'] = data['refreshToken'];
      processQueue();

      return await api(request);
    } catch (failure) {
      if (rejects) processQueue(failure);
      delete kept['access'];
      delete kept['refresh'];
      toLogin();
      throw failure;
    } finally {
      if (resets || kept['access']) isRefreshing = false;
    }
  });
}

async function before(variant: Variant = {}) {
  const kept: Partial<Record<string, string>> = {};
  const logins: string[] = [];
  new Witness(); // knows nothing of this client
  const api = axios.create({ baseURL: `${BACKEND}/body/api` });
  queue(api, kept, () => logins.push('/login'), variant);
  const { data } = await api.post<TokenSet & { session: string }>('/auth/sign-in', {
    name: 'ada',
    password: 'lovelace',
  });
  kept['access'] = data.accessToken;
  kept['refresh'] = data.refreshToken;

  return { api, kept, logins, lab: new Lab(data.session) };
}

async function after() {
  const made = setup({
    session: {
      tokens: 'body',
      store: 'localStorage',
      refresh: ({ refreshToken }, http) =>
        refreshToken ? http.post<TokenSet>('/auth/refresh', { refreshToken }) : null,
      login: '/login',
    },
  });

  return { ...made, lab: await signIn(made.client, made.session) };
}

describe('migrating from a queue', () => {
  it('50 requests that are refused together make one refresh and 50 answers', async () => {
    const { client, lab } = await after();
    await lab.expire();
    const answers = await firstValueFrom(forkJoin(many(50, (n) => client.get<unknown>(`/notes?n=${n}`))));
    expect(answers.every(Array.isArray)).toBeTrue();
    expect(await lab.counts()).toEqual(
      jasmine.objectContaining({ requests: 100, expired: 50, refreshCalls: 1, reuse: 0 }),
    );
  });

  describe('a 401 that comes after the refresh is over', () => {
    it('costs the queue a second refresh', async () => {
      const { api, lab } = await before();
      await lab.expire();
      await lab.faults({ api: [{ delay: { reply: 500 } }] });
      const late = api.get('/notes?n=late');
      await lab.until(({ requests }) => requests === 1);
      await api.get('/notes?n=2');
      await late;
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 4, refreshCalls: 2 }));
    });

    it('takes the token that is there', async () => {
      const { client, lab } = await after();
      await lab.expire();
      await lab.faults({ api: [{ delay: { reply: 500 } }] });
      const late = firstValueFrom(client.get('/notes?n=late'));
      await lab.until(({ requests }) => requests === 1);
      await firstValueFrom(client.get('/notes?n=2'));
      await late;
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 4, refreshCalls: 1 }));
    });
  });

  describe('a request that starts while the refresh runs', () => {
    it('is sent by the queue with the old token, and refused', async () => {
      const { api, lab } = await before();
      await lab.expire();
      await lab.faults({ refresh: { delay: { arrival: 500 } } });
      const first = api.get('/notes?n=1');
      await lab.until(({ refreshCalls }) => refreshCalls === 1);
      await Promise.all([first, api.get('/notes?n=2')]);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 4, expired: 2 }));
    });

    it('waits, and is sent once', async () => {
      const { client, lab } = await after();
      await lab.expire();
      await lab.faults({ refresh: { delay: { arrival: 500 } } });
      const first = firstValueFrom(client.get('/notes?n=1'));
      await lab.until(({ refreshCalls }) => refreshCalls === 1);
      await Promise.all([first, firstValueFrom(client.get('/notes?n=2'))]);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 3, expired: 1 }));
    });
  });

  describe('a refresh that is refused', () => {
    it('waits for itself in the queue, and nobody is ever answered', async () => {
      const { api, lab, logins } = await before();
      await lab.revoke();
      const asked = api.get('/notes');
      await lab.until(({ refreshCalls }) => refreshCalls === 1);
      expect(await isPending(asked)).toBeTrue();
      expect(logins).toEqual([]);
    });

    it('ends the session once, and every request fails with its own 401 inside', async () => {
      const { client, lab, ended } = await after();
      await lab.revoke();
      const outcomes = await Promise.all(many(50, (n) => outcome(client.get(`/notes?n=${n}`))));
      for (const [n, { error }] of outcomes.entries()) {
        expect(isSessionEndedError(error)).toBeTrue();
        const { response, config } = (error as { failure: AxiosError }).failure;
        expect([response?.status, config?.url]).toEqual([401, `/notes?n=${n}`]);
      }
      expect([ended, (await lab.counts()).refreshCalls]).toEqual([['refused'], 1]);
      expect(Object.keys(localStorage)).toEqual([]);
    });
  });

  describe('an auth server that is down for a moment', () => {
    it('signs the user out of the queue', async () => {
      const { api, kept, lab, logins } = await before();
      await lab.expire();
      await lab.faults({ refresh: [{ status: 503, delay: { arrival: 500 } }] }); // all wait by then
      const failures = await Promise.all(many(5, (n) => api.get(`/notes?n=${n}`).catch((error: AxiosError) => error)));
      // Each is told the refresh's failure in place of its own.
      expect(failures.map((error) => isAxiosError(error) && error.config?.url)).toEqual(many(5, () => '/auth/refresh'));
      expect([logins.length, kept]).toEqual([1, {}]);
    });

    it('locks a queue for ever whose flag is not reset', async () => {
      const { api, kept, lab } = await before({ resets: false });
      const signedIn = { ...kept };
      await lab.expire();
      await lab.faults({ refresh: [{ status: 503 }] });
      await api.get('/notes').catch(() => undefined);
      Object.assign(kept, signedIn);
      expect(await isPending(api.get('/notes'))).toBeTrue();
    });

    it('leaves those hanging who are in a queue that is only ever resolved', async () => {
      const { api, lab } = await before({ rejects: false });
      await lab.expire();
      await lab.faults({ refresh: [{ status: 503, delay: { arrival: 500 } }] });
      const first = api.get('/notes?n=1').catch((error: AxiosError) => error.response?.status);
      await lab.until(({ refreshCalls }) => refreshCalls === 1);
      const second = api.get('/notes?n=2');
      expect(await first).toBe(503 as never);
      expect(await isPending(second)).toBeTrue();
    });

    it('ends nothing, and the next request after `retryAt` is answered', async () => {
      const { client, lab, session, ended } = await after();
      await lab.expire();
      await lab.faults({ refresh: [{ status: 503 }] });
      const outcomes = await Promise.all(many(5, (n) => outcome(client.get(`/notes?n=${n}`))));
      for (const { error } of outcomes) {
        expect(isRefreshUnavailableError(error)).toBeTrue();
        expect((error as { failure: AxiosError }).failure.response?.status).toBe(401);
      }
      await time((outcomes[0]!.error as RefreshUnavailableError).retryAt);
      expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
      expect([session.signedIn(), ended, (await lab.counts()).refreshes]).toEqual([true, [], 1]);
    });
  });

  describe('a request that breaks off without an answer', () => {
    it('breaks the interceptor of the queue', async () => {
      const { api, lab } = await before();
      await lab.faults({ api: [{ destroy: 'before' }] });
      expect(await api.get('/notes').catch((error: unknown) => error)).toBeInstanceOf(TypeError);
    });

    it('fails as it would without a session', async () => {
      const { client, lab } = await after();
      await lab.faults({ api: [{ destroy: 'before' }] });
      const { error } = await outcome(client.get('/notes'));
      expect(isAxiosError(error) && error.code).toBe('ERR_NETWORK');
      expect((await lab.counts()).refreshCalls).toBe(0);
    });
  });

  describe('a sign-out while the refresh runs', () => {
    it('is undone by the queue when the answer comes', async () => {
      const { api, kept, lab } = await before();
      await lab.expire();
      await lab.faults({ refresh: { delay: { arrival: 300 } } });
      const asked = api.get('/notes');
      await lab.until(({ refreshCalls }) => refreshCalls === 1);
      delete kept['access'];
      delete kept['refresh'];
      await asked;
      expect(Object.keys(kept)).toEqual(['access', 'refresh']);
    });

    it('wins: what comes later is dropped', async () => {
      const { client, session, lab, ended } = await after();
      await lab.expire();
      await lab.faults({ refresh: { delay: { arrival: 300 } } });
      const asked = outcome(client.get('/notes'));
      await lab.until(({ refreshCalls }) => refreshCalls === 1);
      await session.end();
      expect(isSessionEndedError((await asked).error)).toBeTrue();
      await lab.until(({ refreshes }) => refreshes === 1);
      expect([session.signedIn(), ended, Object.keys(localStorage)]).toEqual([false, ['signed-out'], []]);
    });
  });

  describe('a URL of somebody else', () => {
    const tokensElsewhere = async () =>
      (await arrivals()).filter(({ host }) => host === new URL(ELSEWHERE).host).map(({ tokens }) => tokens.length);

    it('gets the token from the queue', async () => {
      expectViolation('elsewhere');
      const { api } = await before();
      await api.get(`${ELSEWHERE}/health`);
      expect(await tokensElsewhere()).toEqual([1]);
    });

    it('gets none', async () => {
      const { client } = await after();
      await firstValueFrom(client.get(`${ELSEWHERE}/health`));
      expect(await tokensElsewhere()).toEqual([0]);
    });
  });
});
