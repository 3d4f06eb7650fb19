import {
  ApplicationRef,
  createEnvironmentInjector,
  effect,
  EnvironmentInjector,
  inject,
  InjectionToken,
  signal,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import axios, { AxiosRequestConfig, AxiosResponse, CanceledError, InternalAxiosRequestConfig } from 'axios';
import { expectTypeOf } from 'expect-type';
import {
  AxiosClient,
  AxiosEvent,
  AxiosModule,
  provideAxios,
  TokenSet,
  withAxios,
  withEarlyRefresh,
  withSession,
} from 'ngx-axios';
import { AxiosTestingController, provideAxiosTesting } from 'ngx-axios/testing';
import { firstValueFrom, forkJoin, Observable, repeat, take, toArray } from 'rxjs';
import { BACKEND, outcome, setup, signIn } from '../testbed/backend';

/** A client whose network is the test itself. */
function setupWithoutNetwork() {
  return { ...setup({ more: [provideAxiosTesting()] }), network: TestBed.inject(AxiosTestingController) };
}

describe('AxiosClient', () => {
  it('sends nothing until somebody subscribes, and one request for every subscription', async () => {
    const { client, network } = setupWithoutNetwork();
    const get$ = client.get('/x');
    await network.expectNone('/x');

    const twice = firstValueFrom(get$.pipe(repeat(2), toArray()));
    (await network.expectOne('/x')).flush(1);
    (await network.expectOne('/x')).flush(2);
    expect(await twice).toEqual([1, 2]);

    const both = firstValueFrom(forkJoin([get$, get$]));
    await network.expectNone('/other');
    for (const [index, request] of network.match('/x').entries()) request.flush(index);
    expect(await both).toEqual([0, 1]);
    await network.verify();
  });

  it('gives each subscription a retry of its own', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    const notes$ = client.get<unknown[]>('/notes');
    for (const round of [1, 2]) {
      await lab.expire();
      expect(await firstValueFrom(notes$)).toEqual(jasmine.any(Array));
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 2 * round, refreshes: round }));
    }
  });

  it('has the verbs of axios, which give the body', async () => {
    const { client, network } = setupWithoutNetwork();
    const data = { a: '1' };

    const answers = Promise.all(
      [
        client.get('/v'),
        client.delete('/v'),
        client.head('/v'),
        client.options('/v'),
        client.post('/v', data),
        client.put('/v', data),
        client.patch('/v', data),
        client.query('/v', data),
        client.postForm('/v', data),
        client.putForm('/v', data),
        client.patchForm('/v', data),
      ].map((body$) => firstValueFrom(body$)),
    );

    await network.expectNone('/other');
    const requests = network.match('/v');
    for (const request of requests) request.flush({});
    const sent = requests.map(({ request }) => request);
    expect(await answers).toEqual(Array(11).fill({}));
    expect(sent.map(({ method }) => method)).toEqual([
      'get',
      'delete',
      'head',
      'options',
      'post',
      'put',
      'patch',
      'query',
      'post',
      'put',
      'patch',
    ]);
    expect(sent.slice(4, 8).map((config) => config.data)).toEqual(Array(4).fill('{"a":"1"}'));
    for (const config of sent.slice(8)) {
      expect(config.data instanceof FormData && config.data.get('a')).toBe('1');
    }
  });

  it('has types that say what comes, and refuses options that do nothing', () => {
    const { client } = setup();
    expectTypeOf(client.get<number>('/x')).toEqualTypeOf<Observable<number>>();
    expectTypeOf(client.get('/x')).toEqualTypeOf<Observable<unknown>>();
    expectTypeOf(client.request<number>({})).toEqualTypeOf<Observable<AxiosResponse<number>>>();
    expectTypeOf(client.events<number>({})).toEqualTypeOf<Observable<AxiosEvent<number>>>();
    expectTypeOf<AxiosRequestConfig['session']>().toEqualTypeOf<false | undefined>();
    expectTypeOf<AxiosRequestConfig['replay']>().toEqualTypeOf<false | undefined>();
    expectTypeOf(client.axiosRef.get).parameter(1).exclude<undefined>().toHaveProperty('session');
    expect(client).toBeInstanceOf(AxiosClient); // the compiler has checked the rest
  });

  it('keeps the headers of a form that the caller sets', async () => {
    const { client, network } = setupWithoutNetwork();
    client.postForm('/v', { a: '1' }, { headers: new axios.AxiosHeaders({ 'X-Own': '1' }) }).subscribe();
    const { request } = await network.expectOne('/v');
    expect(request.headers.get('X-Own')).toBe('1');
  });

  it('tells of a real upload as it goes, then gives the response', async () => {
    const { client, session } = setup();
    await signIn(client, session);
    const file = new File([new Uint8Array(3_000_000)], 'zeros.bin');
    const form = new FormData();
    form.append('file', file);
    const own = jasmine.createSpy('own');

    const events = await firstValueFrom(
      client
        .events<{ size: number }>({ method: 'post', url: '/files', data: form, onUploadProgress: own })
        .pipe(toArray<AxiosEvent<{ size: number }>>()),
    );

    const last = events.at(-1)!;
    const uploads = events.filter((event) => event.type === 'upload');
    expect(last.type === 'response' && last.response.data.size).toBe(3_000_000);
    expect(uploads.length).toBeGreaterThan(0);
    expect(uploads.at(-1)!.loaded).toBeGreaterThanOrEqual(3_000_000);
    expect(own).toHaveBeenCalledTimes(uploads.length);
    expect(events.some(({ type }) => type === 'download')).toBeTrue();
  });

  it('fails with the AxiosError that axios made', async () => {
    const { client, session } = setup();
    await signIn(client, session);
    const { error } = await outcome(client.delete('/notes/999999999'));
    expect(error).toEqual(jasmine.objectContaining({ name: 'AxiosError', code: 'ERR_BAD_REQUEST', status: 404 }));
  });

  it('has an instance of its own and leaves the global one alone', () => {
    const { client } = setup();
    expect(client.axiosRef).not.toBe(axios);
    expect((axios.interceptors.request as unknown as { handlers: unknown[] }).handlers.length).toBe(0);
  });

  it('aborts with the signal of the caller, also one that was aborted before', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    const controller = new AbortController();
    const running = outcome(client.get('/notes?delay=20000', { signal: controller.signal }));
    await lab.until(({ requests }) => requests === 1);
    controller.abort();
    expect((await running).error).toBeInstanceOf(CanceledError);
    expect((await lab.until(({ aborted }) => aborted === 1)).aborted).toBe(1);
    expect((await outcome(client.get('/notes', { signal: AbortSignal.abort() }))).error).toBeInstanceOf(CanceledError);
    expect((await lab.counts()).requests).toBe(1);
  });

  it('leaves no listener on the signal of the caller', async () => {
    const { client, network } = setupWithoutNetwork();
    const { signal } = new AbortController();
    const added = spyOn(signal, 'addEventListener').and.callThrough();
    const removed = spyOn(signal, 'removeEventListener').and.callThrough();
    const answer = firstValueFrom(client.get('/x', { signal }));
    (await network.expectOne('/x')).flush();
    await answer;
    expect(added).toHaveBeenCalledTimes(1);
    expect(removed).toHaveBeenCalledTimes(1);
  });

  it('is a task that the application waits for, whichever way it ends', async () => {
    const { client, session } = setup();
    await signIn(client, session);
    const app = TestBed.inject(ApplicationRef);
    let stable: boolean | undefined;
    app.isStable.subscribe((is) => (stable = is));
    await app.whenStable();
    expect(stable).toBeTrue();

    const waiting = client.get('/notes?delay=20000').subscribe();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(stable).toBeFalse();
    waiting.unsubscribe();
    await app.whenStable();

    const answered = firstValueFrom(client.get('/notes'));
    expect(stable).toBeFalse();
    await answered;
    await app.whenStable();
    const failed = outcome(client.get('/nowhere'));
    expect(stable).toBeFalse();
    await failed;
    await app.whenStable();
    expect(stable).toBeTrue();
  });

  it('does not make an effect that sends a request run again when the session or an interceptor reads signals', async () => {
    const language = signal('en');
    const { client, session } = setup({
      features: [
        withAxios(({ interceptors }) =>
          interceptors.request.use((config) => (config.headers.set('Accept-Language', language()), config), undefined, {
            synchronous: true,
          }),
        ),
      ],
    });
    const lab = await signIn(client, session);
    let runs = 0;
    const done: Promise<unknown>[] = [];
    TestBed.runInInjectionContext(() =>
      effect(() => {
        runs++;
        done.push(firstValueFrom(client.get('/notes')), client.axiosRef.get('/notes'));
      }),
    );
    TestBed.tick();
    await Promise.all(done);
    await lab.expire();
    await firstValueFrom(client.get('/notes'));
    TestBed.tick();
    expect((await firstValueFrom(session.credentials$)).generation).toBe(3); // it has been refreshed
    expect(runs).toBe(1);
  });

  it('gives promise clients the same session through its instance', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    await lab.expire();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        n % 2 ? client.axiosRef.get('/notes') : firstValueFrom(client.request({ url: '/notes' })),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBeTrue();
    expect((await lab.counts()).refreshes).toBe(1);
  });
});

describe('provideAxios', () => {
  const CONFIG = { baseURL: BACKEND };
  const session = () => withSession({ tokens: 'body', refresh: () => null });

  it('works without a session', async () => {
    TestBed.configureTestingModule({ providers: [provideAxios(CONFIG)] });
    expect(await firstValueFrom(TestBed.inject(AxiosClient).get<unknown>('/health'))).toEqual({ status: 'ok' });
  });

  it('is the same through the module', async () => {
    TestBed.configureTestingModule({ imports: [AxiosModule.forRoot({ baseURL: BACKEND + '/body/api' }, session())] });
    const client = TestBed.inject(AxiosClient);
    const { error } = await outcome(client.get('/notes'));
    expect(error).toEqual(jasmine.objectContaining({ status: 401 }));
  });

  it('keeps every injector to itself', async () => {
    const make = () => createEnvironmentInjector([provideAxios({}, session())], TestBed.inject(EnvironmentInjector));
    const [first, second] = [make(), make()];
    expect(first.get(AxiosClient)).not.toBe(second.get(AxiosClient));
    expect(first.get(AxiosClient).axiosRef).not.toBe(second.get(AxiosClient).axiosRef);
  });

  it('installs nothing of a parent injector on the client of a child', () => {
    const installed: unknown[] = [];
    setup({ features: [withAxios(({ defaults }) => installed.push(defaults.baseURL))] });
    installed.length = 0;
    const child = createEnvironmentInjector([provideAxios(CONFIG)], TestBed.inject(EnvironmentInjector));
    expect(child.get(AxiosClient)).not.toBe(TestBed.inject(AxiosClient));
    expect(installed).toEqual([]);
  });

  it('refuses a second session, and names both', () => {
    expect(() => provideAxios(CONFIG, session(), session())).toThrowError(/`withSession` is given twice.*remove one/);
  });

  it('refuses to refresh early without a session, and names both', () => {
    expect(() => provideAxios({}, withEarlyRefresh())).toThrowError(
      /`withEarlyRefresh` contradicts the missing `withSession`/,
    );
  });

  it('refuses to install on a refresh that there is not, and names both', () => {
    expect(() =>
      provideAxios(
        CONFIG,
        withAxios(() => undefined, { refresh: true }),
      ),
    ).toThrowError(/`withAxios\(…, \{ refresh: true \}\)` contradicts the missing `withSession`/);
  });

  it('says at start what is wrong with the options', () => {
    expect(() => provideAxios(CONFIG, withSession({ tokens: 'body' } as never))).toThrowError(
      /^withSession: `refresh` is missing; give a function/,
    );
  });

  it('installs in an injection context, in the order given, and on the instance that refreshes when asked', async () => {
    const NAME = new InjectionToken('name', { factory: () => 'ada' });
    const installed: string[] = [];
    const seen: string[] = [];
    const { client, session } = setup({
      features: [
        withAxios(() => installed.push(`first for ${inject(NAME)}`)),
        withAxios(
          ({ interceptors }) => {
            installed.push('second');
            interceptors.request.use((config) => (seen.push(config.url!), config));
          },
          { refresh: true },
        ),
      ],
    });
    const lab = await signIn(client, session);
    await lab.expire();
    await firstValueFrom(client.get('/notes'));
    expect(installed.filter((name) => name === 'first for ada').length).toBe(1);
    expect(installed.filter((name) => name === 'second').length).toBe(2);
    expect(seen).toEqual(['/auth/sign-in', '/notes', '/auth/refresh']);
  });

  it('hands `refresh` a client that is configured like the one with the session', async () => {
    const refreshed: InternalAxiosRequestConfig[] = [];
    const { client, session } = setup({
      config: { timeout: 1234, headers: { 'X-App': 'shop' } },
      features: [
        withAxios(({ interceptors }) => interceptors.request.use((config) => (refreshed.push(config), config)), {
          refresh: true,
        }),
      ],
    });
    const lab = await signIn(client, session);
    await lab.expire();
    await firstValueFrom(client.get('/notes'));
    const refresh = refreshed.find(({ url }) => url === '/auth/refresh')!;
    expect(refresh.timeout).toBe(1234);
    expect(refresh.headers.get('X-App')).toBe('shop');
    expect(refresh.headers.has('Authorization')).toBeFalse();
  });

  it('sends a refresh without a body without a type of body too, and follows no redirect', async () => {
    const { client, session } = setup({
      prefix: '/api',
      session: {
        tokens: 'access-in-memory',
        refresh: (_: TokenSet, http: AxiosClient) => http.post<TokenSet>('/auth/refresh'),
      } as never,
    });
    const lab = await signIn(client, session);
    await lab.expire();
    const fetched = spyOn(globalThis, 'fetch').and.callThrough();

    await outcome(client.get('/notes'));

    const refresh = fetched.calls
      .allArgs()
      .map(([request]) => request)
      .find((request) => request instanceof Request && request.url.endsWith('/auth/refresh')) as Request;
    expect([refresh.headers.get('Content-Type'), refresh.redirect, refresh.credentials]).toEqual([
      null,
      'error',
      'include',
    ]);
  });

  it('lets `refresh` inject what it needs', async () => {
    const TOKENS = new InjectionToken<TokenSet>('tokens', { factory: () => ({ accessToken: 'injected' }) });
    const { session } = setup({ session: { refresh: () => [inject(TOKENS)] } });
    session.start({ accessToken: 'old' });
    await firstValueFrom(session.refresh$.pipe(take(1)));
    expect(await firstValueFrom(session.accessToken$())).toBe('injected');
  });
});
