import axios, { AxiosAdapter } from 'axios';
import { setupCache } from 'axios-cache-interceptor';
import AxiosMockAdapter from 'axios-mock-adapter';
import axiosRetry from 'axios-retry';
import { AxiosClient, isRefreshUnavailableError, isSessionEndedError, TokenSet, withAxios } from 'ngx-axios';
import { firstValueFrom, forkJoin } from 'rxjs';
import { BACKEND, outcome, setup, signIn } from '../testbed/backend';

const fifty = <T>(make: (index: number) => T): T[] => Array.from({ length: 50 }, (_, index) => make(index));

for (const featuresFirst of [true, false]) {
  describe(`Plugins given ${featuresFirst ? 'before' : 'after'} withSession`, () => {
    describe('axios-retry', () => {
      const retries = () =>
        setup({
          featuresFirst,
          features: [withAxios((instance) => axiosRetry(instance, { retries: 3, retryCondition: () => true }))],
        });

      it('P14: leaves a 401 to the session: one refresh, every request sent twice', async () => {
        const { client, session } = retries();
        const lab = await signIn(client, session);
        await lab.expire();
        const answers = await firstValueFrom(forkJoin(fifty((n) => client.get<unknown[]>(`/notes?n=${n}`))));
        expect(answers.every(Array.isArray)).toBeTrue();
        expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 100, refreshes: 1, reuse: 0 }));
      });

      it('sends nothing after the session has ended', async () => {
        const { client, session, ended } = retries();
        const lab = await signIn(client, session);
        await lab.revoke();
        const outcomes = await Promise.all(fifty((n) => outcome(client.get(`/notes?n=${n}`))));
        expect(outcomes.every(({ error }) => isSessionEndedError(error))).toBeTrue();
        expect(ended).toEqual(['refused']);
        expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 50, refreshCalls: 1 }));
      });

      it('sends nothing before the refresh may be tried again', async () => {
        const { client, session } = retries();
        const lab = await signIn(client, session);
        await lab.expire();
        await lab.faults({ refresh: { status: 503, headers: { 'Retry-After': '60' } } });
        const outcomes = await Promise.all(fifty((n) => outcome(client.get(`/notes?n=${n}`))));
        expect(outcomes.every(({ error }) => isRefreshUnavailableError(error))).toBeTrue();
        expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 50, refreshCalls: 1 }));
      });

      it('still retries what has nothing to do with the session, with its token and a refresh of its own', async () => {
        const { client, session } = retries();
        const lab = await signIn(client, session);
        let failures = 2;
        const adapter = (config: Parameters<typeof axios.getAdapter>[1]) =>
          failures-- > 0
            ? Promise.reject(new axios.AxiosError('Network Error', 'ERR_NETWORK', config as never))
            : axios.getAdapter('xhr')(config as never);
        await lab.expire();
        expect(await firstValueFrom(client.get<unknown>('/notes', { adapter }))).toEqual(jasmine.any(Array));
        expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 2, refreshes: 1 }));
      });
    });

    it('axios-retry sends nothing of one user with the token of the next', async () => {
      const { client, session } = setup({
        featuresFirst,
        features: [
          withAxios((instance) =>
            axiosRetry(instance, { retries: 3, retryCondition: () => true, retryDelay: () => 50 }),
          ),
        ],
      });
      session.start({ accessToken: 'of-ada' }, { subject: 'ada' });
      const sent: unknown[] = [];
      const adapter: AxiosAdapter = (config) => {
        sent.push(config.headers.get('Authorization'));
        return Promise.reject(new axios.AxiosError('Network Error', 'ERR_NETWORK', config));
      };
      const waiting = outcome(client.get('/notes', { adapter }));
      await new Promise((resolve) => setTimeout(resolve, 10));
      session.start({ accessToken: 'of-grace' }, { subject: 'grace' });

      expect((await waiting).error).toEqual(
        jasmine.objectContaining({ name: 'SessionEndedError', reason: 'replaced' }),
      );
      expect(sent).toEqual(['Bearer of-ada']);
    });

    describe('axios-cache-interceptor', () => {
      const cached = () => setup({ featuresFirst, features: [withAxios((instance) => void setupCache(instance))] });

      it('asks once for what many want, and recovers it', async () => {
        const { client, session } = cached();
        const lab = await signIn(client, session);
        await lab.expire();
        const answers = await firstValueFrom(forkJoin(fifty(() => client.get<unknown[]>('/notes'))));
        expect(answers.every(Array.isArray)).toBeTrue();
        expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 2, refreshes: 1 }));
      });

      it('does not leave the next request of the same URL hanging after the session has ended', async () => {
        const { client, session } = cached();
        const lab = await signIn(client, session);
        await lab.revoke();
        expect(isSessionEndedError((await outcome(client.get('/notes'))).error)).toBeTrue();

        const again = await signIn(client, session);
        expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
        expect((await again.counts()).requests).toBe(1);
      });

      for (const what of ['authorize', 'expired'] as const) {
        it(`does not leave the next request hanging after \`${what}\` has thrown`, async () => {
          let broken = false;
          const faulty =
            <T>(value: T) =>
            () => {
              if (broken) throw new TypeError(`${what} is broken`);
              return value;
            };
          const { client, session } = setup({
            featuresFirst,
            features: [withAxios((instance) => void setupCache(instance))],
            session: what === 'authorize' ? { authorize: faulty({ 'X-Token': 'x' }) } : { expired: faulty(false) },
          });
          session.start({ accessToken: 'a' });
          broken = true;
          const { error } = await outcome(client.get('/health', { baseURL: BACKEND }));
          expect(axios.isAxiosError(error) && error.message).toBe(`${what} is broken`);
          broken = false;
          expect(await firstValueFrom(client.get<unknown>('/health', { baseURL: BACKEND }))).toEqual({ status: 'ok' });
        });
      }

      it('does not leave the next request hanging after one that waited was cancelled', async () => {
        const { client, session } = cached();
        const lab = await signIn(client, session);
        await lab.expire();
        await lab.faults({ refresh: { delay: { arrival: 100 } } });
        const left = client.get('/notes').subscribe();
        await lab.until(({ refreshCalls }) => refreshCalls === 1);
        left.unsubscribe();
        expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
      });
    });

    describe('axios-mock-adapter', () => {
      /** The whole network of an application in a unit test: the API, which wants the fresh token, and the refresh. */
      const mocked = (refreshStatus: number) => {
        const apis: AxiosMockAdapter[] = [];
        const made = setup({
          featuresFirst,
          features: [
            withAxios(
              (instance) => {
                const api = new AxiosMockAdapter(instance);
                apis.push(api);
                api.onPost('/auth/refresh').reply(refreshStatus, { accessToken: 'fresh' } satisfies TokenSet);
                api
                  .onGet('/notes')
                  .reply((config) =>
                    config.headers?.['Authorization'] === 'Bearer fresh' ? [200, ['note']] : [401, {}],
                  );
              },
              { refresh: true },
            ),
          ],
        });
        made.session.start({ accessToken: 'stale', refreshToken: 'r' });
        const hits = () =>
          apis
            .flatMap(({ history }) => [history.get.length, history.post.length])
            .reduce((sum, length) => sum + length, 0);

        return { ...made, hits };
      };

      it('hands out no token where it passes a request on to the server, and nobody is warned', async () => {
        const { client, session } = setup({
          featuresFirst,
          features: [withAxios((instance) => void new AxiosMockAdapter(instance, { onNoMatch: 'passthrough' }))],
        });
        const warn = spyOn(console, 'warn');
        await signIn(client, session);
        const { config } = await firstValueFrom(client.request({ url: '/notes' }));
        const { error } = await outcome(client.get('/nowhere'));
        expect(JSON.stringify([config, error])).not.toMatch(/Bearer/);
        expect(warn).not.toHaveBeenCalled();
      });

      it('is refreshed like a server', async () => {
        const { client, hits } = mocked(200);
        const answers = await firstValueFrom(forkJoin(fifty(() => client.get<unknown>('/notes'))));
        expect(answers).toEqual(fifty(() => ['note']));
        expect(hits()).toBe(101);
      });

      it('ends the session like a server', async () => {
        const { client, ended, hits } = mocked(401);
        const outcomes = await Promise.all(fifty(() => outcome(client.get('/notes'))));
        expect(outcomes.every(({ error }) => isSessionEndedError(error))).toBeTrue();
        expect(ended).toEqual(['refused']);
        expect(hits()).toBe(51);
      });
    });

    it('P14: axios-retry and axios-cache-interceptor together behave the same', async () => {
      const { client, session } = setup({
        featuresFirst,
        features: [
          withAxios((instance) => axiosRetry(instance, { retries: 2 })),
          withAxios((instance) => void setupCache(instance)),
        ],
      });
      const lab = await signIn(client, session);
      await lab.expire();
      const get = (c: AxiosClient, n: number) => c.get<unknown[]>(`/notes?delay=${n}`);
      const answers = await firstValueFrom(forkJoin(fifty((n) => get(client, n))));
      expect(answers.every(Array.isArray)).toBeTrue();
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 100, refreshes: 1 }));
    });
  });
}
