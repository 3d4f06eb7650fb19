import { createEnvironmentInjector, EnvironmentInjector, EnvironmentProviders, InjectionToken } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import axios, { AxiosAdapter, AxiosRequestConfig, CreateAxiosDefaults } from 'axios';
import {
  AxiosClient,
  AxiosFeature,
  BodySessionOptions,
  provideAxios,
  provideAxiosClient,
  Session,
  TokenSet,
  withAxios,
  withSession,
  withSharedSession,
} from 'ngx-axios';
import { AxiosTestingController, provideAxiosTesting, SessionTesting } from 'ngx-axios/testing';
import { firstValueFrom } from 'rxjs';

const API = 'https://api.example';

const OPTIONS: BodySessionOptions<AxiosClient> = {
  tokens: 'body',
  refresh: ({ refreshToken }, http) => http.post<TokenSet>('/refresh', { refreshToken }),
  signOut: ({ refreshToken }, http) => http.post('/sign-out', { refreshToken }),
};

interface Given {
  config?: CreateAxiosDefaults;
  session?: Partial<BodySessionOptions<AxiosClient>>;
  features?: AxiosFeature[];
  more?: EnvironmentProviders | [];
}

function setup({ config = {}, session = {}, features = [], more = [] }: Given = {}) {
  const options = { ...OPTIONS, ...session };
  TestBed.configureTestingModule({
    providers: [
      provideAxiosTesting(),
      provideAxios({ baseURL: API, ...config }, withSession(options), ...features),
      more,
    ],
  });

  return {
    client: TestBed.inject(AxiosClient),
    network: TestBed.inject(AxiosTestingController),
    session: TestBed.inject(SessionTesting),
  };
}

describe('provideAxiosTesting', () => {
  /** What the browser is asked for at the hosts of these tests. */
  let asked: string[];
  beforeEach(() => {
    asked = [];
    const { open } = XMLHttpRequest.prototype;
    const { fetch } = globalThis;
    const note = (url: string) => {
      if (new URL(url, document.baseURI).hostname.endsWith('.example')) asked.push(url);
    };
    spyOn(XMLHttpRequest.prototype, 'open').and.callFake(function (this: XMLHttpRequest, ...args: unknown[]) {
      note(String(args[1]));
      open.apply(this, args as never);
    } as never);
    spyOn(globalThis, 'fetch').and.callFake((input, init) => {
      note(input instanceof Request ? input.url : String(input));

      return fetch(input, init);
    });
  });
  afterEach(() => expect(asked).toEqual([]));

  describe('replaces the network', () => {
    const own: AxiosAdapter = () => Promise.reject(new Error('asked an adapter that is not the network'));
    const adapters: Record<string, AxiosRequestConfig['adapter']> = {
      xhr: 'xhr',
      fetch: 'fetch',
      'a list': ['fetch', 'xhr'],
      "one's own": own,
    };

    for (const [name, adapter] of Object.entries(adapters)) {
      it(`for a request with an adapter of its own: ${name}`, async () => {
        const { client, network } = setup();
        for (const config of [{ adapter }, { adapter, session: false } as const]) {
          const answer = firstValueFrom(client.get('/x', config));
          (await network.expectOne('/x')).flush('there');
          expect(await answer).toBe('there');
        }
      });

      it(`for a client with and one without a session, and for the refresh, with the adapter ${name}`, async () => {
        const PLAIN = new InjectionToken<AxiosClient>('plain');
        const { client, network, session } = setup({
          config: { adapter },
          session: { refresh: (_tokens, http) => http.post<TokenSet>('/refresh', null, { adapter }) },
          more: provideAxiosClient(PLAIN, { baseURL: API, adapter }),
        });
        session.signIn();
        session.expire();
        const answers = [client, TestBed.inject(PLAIN)].map((each, n) => firstValueFrom(each.get(`/${n}`)));
        (await network.expectOne('/1')).flush('plain');
        (await network.expectOne('/refresh')).flush({ accessToken: 'fresh' });
        (await network.expectOne('/0')).flush('with a session');
        expect(await Promise.all(answers)).toEqual(['with a session', 'plain']);
      });
    }

    it('for an adapter that a plugin chooses', async () => {
      const choose = withAxios(
        ({ interceptors }) => interceptors.request.use((config) => Object.assign(config, { adapter: own })),
        { refresh: true },
      );
      const { client, network, session } = setup({ features: [choose] });
      session.signIn();
      session.expire();
      const answer = firstValueFrom(client.get('/x'));
      (await network.expectOne('/refresh')).flush({ accessToken: 'fresh' });
      (await network.expectOne('/x')).flush('there');
      expect(await answer).toBe('there');
    });

    it('for promise clients, for other origins and for requests with credentials of their own', async () => {
      const { client, network, session } = setup();
      session.signIn();
      const answers = [
        client.axiosRef.get('/promise'),
        client.axiosRef.get('https://other.example/x'),
        client.axiosRef.get('/own', { headers: { Authorization: 'Basic YTpi' } }),
      ];
      (await network.expectOne('/promise')).flush(1);
      (await network.expectOne('https://other.example/x')).flush(2);
      (await network.expectOne('/own')).flush(3);
      expect((await Promise.all(answers)).map(({ data }) => data as unknown)).toEqual([1, 2, 3]);
    });

    it('for what signs out', async () => {
      const { network, session } = setup();
      session.signIn();
      const done = TestBed.inject(Session).end();
      const { request } = await network.expectOne({ method: 'POST', url: '/sign-out' });
      expect(JSON.parse(request.data)).toEqual({ refreshToken: 'refresh-of-sign-in-1' });
      expect(await Promise.race([done, 'it waits'])).toBe('it waits');
    });

    for (const [name, features] of Object.entries({
      'a session of its own': [withSession(OPTIONS)],
      'the shared session': [withSharedSession()],
      'no session': [],
    })) {
      it(`for another client, with ${name}`, async () => {
        const OTHER = new InjectionToken<AxiosClient>('other');
        const { network } = setup({ more: provideAxiosClient(OTHER, { baseURL: `${API}/other` }, ...features) });
        const answer = firstValueFrom(TestBed.inject(OTHER).get('/x'));
        (await network.expectOne(`${API}/other/x`)).flush('there');
        expect(await answer).toBe('there');
      });
    }

    for (const where of ['in front of', 'behind']) {
      it(`when it is provided ${where} the client`, async () => {
        const providers = [provideAxios({ baseURL: API }, withSession(OPTIONS)), provideAxiosTesting()];
        TestBed.configureTestingModule({ providers: where === 'behind' ? providers : providers.reverse() });
        const answer = firstValueFrom(TestBed.inject(AxiosClient).get('/x'));
        (await TestBed.inject(AxiosTestingController).expectOne('/x')).flush('there');
        expect(await answer).toBe('there');
      });
    }

    it('for the clients of an injector further down', async () => {
      const { network } = setup();
      const child = createEnvironmentInjector(
        [provideAxios({ baseURL: `${API}/child` }, withSession(OPTIONS))],
        TestBed.inject(EnvironmentInjector),
      );
      const answer = firstValueFrom(child.get(AxiosClient).get('/x'));
      (await network.expectOne(`${API}/child/x`)).flush('there');
      expect(await answer).toBe('there');
    });
  });

  describe('leaves everything else as it is', () => {
    it('the lock: twenty requests that are refused together make one refresh, and each is sent once more', async () => {
      const { client, network, session } = setup();
      session.signIn();
      const answers = Array.from({ length: 20 }, (_, n) => firstValueFrom(client.get(`/${n}`)));
      await network.expectNone('/refresh');
      for (const request of network.match(() => true)) request.flush(null, { status: 401 });

      const refresh = await network.expectOne('/refresh');
      refresh.flush({ accessToken: 'fresh', refreshToken: 'next' });

      await network.expectNone('/refresh');
      const again = network.match(({ headers }) => headers.get('Authorization') === 'Bearer fresh');
      for (const request of again) request.flush(request.request.url);
      expect(await Promise.all(answers)).toEqual(Array.from({ length: 20 }, (_, n) => `/${n}`));
      expect(session.refreshes).toBe(1);
      await network.verify();
    });

    it('the adapter that is handed out', async () => {
      const { client, network } = setup({ config: { adapter: 'fetch' } });
      const answer = firstValueFrom(client.request({ url: '/x' }));
      (await network.expectOne('/x')).flush();
      expect((await answer).config.adapter).toBe('fetch');
    });

    it('an adapter that axios does not know', async () => {
      const { client } = setup();
      await expectAsync(firstValueFrom(client.get('/x', { adapter: 'carrier-pigeon' }))).toBeRejectedWithError(
        /Unknown adapter/,
      );
    });

    const redirect = async (given: Given, adapter?: AxiosAdapter) => {
      const { client, network, session } = setup({ ...given, config: { adapter } });
      session.signIn();
      session.expire();
      client.post('/x').subscribe();
      const refresh = await network.expectOne('/refresh');
      refresh.flush({ accessToken: 'fresh' });
      const request = await network.expectOne('/x');

      return [refresh, request].map((each) => each.request.fetchOptions?.['redirect'] as unknown);
    };
    const authorize = (token: string) => ({ 'X-Token': token });

    it('which redirects are refused: those of the refresh', async () => {
      expect(await redirect({})).toEqual(['error', undefined]);
    });

    it('which redirects are refused: those of a token that they would take along', async () => {
      expect(await redirect({ session: { authorize } })).toEqual(['error', 'error']);
    });

    it('which redirects are refused: none where the session says so', async () => {
      expect(await redirect({ session: { authorize, redirects: 'follow' } })).toEqual([undefined, undefined]);
    });

    it('which redirects are refused: none that an adapter of the application follows', async () => {
      const adapter = axios.getAdapter('xhr');
      const own: AxiosAdapter = (config) => adapter(config);
      expect(await redirect({ session: { authorize } }, own)).toEqual([undefined, undefined]);
    });
  });
});
