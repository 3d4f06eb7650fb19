import { BrowserPlatformLocation, PlatformLocation } from '@angular/common';
import {
  HttpClient,
  HttpContext,
  HttpErrorResponse,
  HttpEvent,
  HttpEventType,
  HttpInterceptorFn,
  HttpParams,
  httpResource,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
  withJsonpSupport,
} from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ApplicationRef, Injector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  isNotReplayableError,
  isRefreshUnavailableError,
  isSessionEndedError,
  Session,
  SessionOptions,
  TokenSet,
} from 'ngx-axios/session';
import { EMPTY, firstValueFrom, NEVER, of, Subject, throwError, toArray } from 'rxjs';
import { arrivals, BACKEND, ELSEWHERE } from '../testbed/backend';
import { CLIENTS, signedInOver } from '../testbed/clients';
import { provideHttpSession } from './provide-http-session';
import { REPLAY, SESSION } from './request-context';
import { sessionInterceptor } from './session-interceptor';

const NOTES = `${BACKEND}/body/api/notes`;
const HERE = 'https://api.example';
const FIRST = { accessToken: 'access-1', refreshToken: 'refresh-1' };
const SECOND = { accessToken: 'access-2', refreshToken: 'refresh-2' };

const settled = <T>(promise: Promise<T>): Promise<unknown> => promise.catch((error: unknown) => error);

/** HttpClient beside a network that answers what the test says. */
function setup(options: Partial<SessionOptions<HttpClient>> = {}, ...more: HttpInterceptorFn[]) {
  const calls: TokenSet[] = [];
  TestBed.configureTestingModule({
    providers: [
      { provide: PlatformLocation, useExisting: BrowserPlatformLocation }, // the page's own, where the XSRF token goes
      provideHttpClient(withInterceptors([sessionInterceptor, ...more]), withJsonpSupport()),
      provideHttpClientTesting(),
      provideHttpSession({
        tokens: 'body',
        origins: [HERE],
        refresh: (tokens: TokenSet) => {
          calls.push(tokens);
          return of(SECOND);
        },
        ...options,
      } as SessionOptions<HttpClient>),
    ],
  });

  return {
    http: TestBed.inject(HttpClient),
    network: TestBed.inject(HttpTestingController),
    session: TestBed.inject(Session),
    calls,
  };
}

const EXPIRED = { status: 401, statusText: 'Unauthorized' };

describe('sessionInterceptor', () => {
  it('says what is missing where no session is provided', async () => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(withInterceptors([sessionInterceptor]))] });
    await expectAsync(firstValueFrom(TestBed.inject(HttpClient).get('/x'))).toBeRejectedWithError(
      'sessionInterceptor: no session is provided; add `provideHttpSession`, or `withSession` to `provideAxios`.',
    );
  });

  it('attaches the token, and takes the fresh one for what is sent again', () => {
    const { http, network, session, calls } = setup();
    session.start(FIRST);
    let got: unknown;
    http.get(`${HERE}/x`).subscribe((body) => (got = body));
    const first = network.expectOne(`${HERE}/x`);
    expect(first.request.headers.get('Authorization')).toBe('Bearer access-1');
    first.flush(null, EXPIRED);
    const second = network.expectOne(`${HERE}/x`);
    expect(second.request.headers.get('Authorization')).toBe('Bearer access-2');
    second.flush('done');
    expect([got, calls.length]).toEqual(['done', 1]);
    network.verify();
  });

  it('R5: hands out whatever the second answer is, without a third', () => {
    const { http, network, session } = setup();
    session.start(FIRST);
    let failure: HttpErrorResponse | undefined;
    http.get(`${HERE}/x`).subscribe({ error: (error) => (failure = error) });
    network.expectOne(`${HERE}/x`).flush('one', EXPIRED);
    network.expectOne(`${HERE}/x`).flush('two', EXPIRED);
    expect([failure!.status, failure!.error]).toEqual([401, 'two']);
    network.verify();
  });

  it('R6, R28: lets the 401s through after three refreshes that did not help', () => {
    let n = 1;
    const { http, network, session } = setup({ refresh: () => of({ accessToken: `access-${++n}` }) });
    session.start(FIRST);
    for (let round = 1; round <= 3; round++) {
      http.get(`${HERE}/x`).subscribe({ error: () => undefined });
      network.expectOne(`${HERE}/x`).flush(null, EXPIRED);
      network.expectOne(`${HERE}/x`).flush(null, EXPIRED);
    }
    let status = 0;
    http.get(`${HERE}/x`).subscribe({ error: (error: HttpErrorResponse) => (status = error.status) });
    network.expectOne(`${HERE}/x`).flush(null, EXPIRED);
    expect([status, n]).toEqual([401, 4]);
    network.verify();
  });

  it('U1, U5: gives its credentials to nobody but the listed origins, nor those of the browser', () => {
    const warn = spyOn(console, 'warn');
    const { http, network, session } = setup();
    session.start(FIRST);
    for (const url of ['https://api.example.evil.example/x', 'http://api.example/x', 'https://u@api.example/x', '/x']) {
      http.get(url, { withCredentials: true }).subscribe();
      const { request } = network.expectOne(url);
      expect(request.headers.keys()).withContext(url).toEqual([]);
      expect(request.withCredentials).withContext(url).toBeFalse();
      http.get(url, { credentials: 'include' }).subscribe();
      expect(network.match(url).at(-1)!.request.credentials).withContext(url).toBe('same-origin');
    }
    expect(warn).toHaveBeenCalledWith(jasmine.stringContaining('`origins`'));
  });

  it('R9: leaves alone what brings its own, what opts out, and what cannot carry a header', () => {
    const jsonp: string[][] = [];
    const { http, network, session, calls } = setup({}, (request, next) => {
      if (request.method === 'JSONP') jsonp.push(request.headers.keys());

      return request.method === 'JSONP' ? EMPTY : next(request);
    });
    session.start(FIRST);
    const failures: number[] = [];
    const fails = { error: ({ status }: HttpErrorResponse) => failures.push(status) };
    http.get(`${HERE}/own`, { headers: { Authorization: 'Basic own' } }).subscribe(fails);
    http.get(`${HERE}/out`, { context: new HttpContext().set(SESSION, false) }).subscribe(fails);
    const own = network.expectOne(`${HERE}/own`);
    const out = network.expectOne(`${HERE}/out`);
    expect([own, out].map(({ request }) => request.headers.get('Authorization'))).toEqual(['Basic own', null]);
    own.flush(null, EXPIRED);
    out.flush(null, EXPIRED);
    http.jsonp(`${HERE}/jsonp`, 'callback').subscribe();
    expect<unknown>([failures, calls.length, jsonp]).toEqual([[401, 401], 0, [[]]]);
  });

  it('R9: lets what takes no part go at once while a refresh runs, without headers of the session', () => {
    const { http, network, session } = setup({
      authorize: () => ({ 'X-Signature': 's' }),
      refresh: () => NEVER,
    } as Partial<SessionOptions<HttpClient>>);
    session.start(FIRST);
    session.refresh$.subscribe({ error: () => undefined });
    http.get(`${HERE}/own`, { headers: { authorization: 'Basic own' } }).subscribe();
    http.get('https://other.example/x').subscribe();
    const sent = [`${HERE}/own`, 'https://other.example/x'].map((url) => network.expectOne(url).request);
    expect(sent.map(({ headers }) => headers.keys())).toEqual([['authorization'], []]);
  });

  it('U4: asks again where a request leads that has waited', () => {
    const answer = new Subject<TokenSet>();
    const { http, network, session } = setup({ origins: [location.origin], refresh: () => answer });
    session.start(FIRST);
    session.refresh$.subscribe({ error: () => undefined });
    http.get('waits', { withCredentials: true }).subscribe();
    const base = document.createElement('base');
    base.href = 'https://other.example/';
    document.head.append(base);
    spyOn(console, 'warn');
    answer.next(SECOND);
    base.remove();
    const { headers, withCredentials } = network.expectOne('waits').request;
    expect([headers.keys(), withCredentials]).toEqual([[], false]);
  });

  it('hands out what is answered to nobody, and has nothing to say of another origin that wants no cookies', () => {
    const warn = spyOn(console, 'warn');
    const { http, network } = setup();
    const got: unknown[] = [];
    for (const url of [`${HERE}/x`, 'https://other.example/x']) {
      http.get(url).subscribe((body) => got.push(body));
      network.expectOne(url).flush('done');
    }
    expect(got).toEqual(['done', 'done']);
    expect(warn).not.toHaveBeenCalled();
  });

  it("goes to the page's own origin where no other is listed", () => {
    const { http, network, session } = setup({ origins: undefined });
    session.start(FIRST);
    http.get('/x').subscribe();
    http.get(`${HERE}/x`).subscribe();
    const sent = ['/x', `${HERE}/x`].map((url) => network.expectOne(url).request.headers.get('Authorization'));
    expect(sent).toEqual(['Bearer access-1', null]);
  });

  for (const [what, authorize, redirects, expected] of [
    ['follows redirects with `Authorization` alone', undefined, 'refuse', undefined],
    ['follows them with other headers where told to', () => ({ 'X-Signature': 's' }), 'follow', undefined],
    ['refuses them with both', () => ({ AUTHORIZATION: 'a', 'X-Signature': 's' }), 'refuse', 'error'],
    ['follows them whatever the case of its name', () => ({ AUTHORIZATION: 'a' }), 'refuse', undefined],
  ] as const) {
    it(`${what}, and brings no cookies that nobody asked for`, () => {
      const { http, network, session } = setup({ authorize, redirects } as Partial<SessionOptions<HttpClient>>);
      session.start(FIRST);
      http.get(`${HERE}/x`).subscribe();
      const { redirect, withCredentials } = network.expectOne(`${HERE}/x`).request;
      expect<unknown>([redirect, withCredentials]).toEqual([expected, false]);
    });
  }

  it('R8: takes a 401 for an answer like any other while nobody is signed in', () => {
    const { http, network, calls } = setup();
    let status = 0;
    http.get(`${HERE}/x`).subscribe({ error: (error: HttpErrorResponse) => (status = error.status) });
    network.expectOne(`${HERE}/x`).flush(null, EXPIRED);
    expect([status, calls.length]).toEqual([401, 0]);
  });

  it('R24: reads the expiry in a successful answer too, and hands out the second as it is', () => {
    const { http, network, session } = setup({ expired: (answer) => answer.body()?.['code'] === 'expired' });
    session.start(FIRST);
    const got: unknown[] = [];
    http.get(`${HERE}/x`).subscribe((body) => got.push(body));
    network.expectOne(`${HERE}/x`).flush({ code: 'expired' });
    expect(got).toEqual([]);
    network.expectOne(`${HERE}/x`).flush({ code: 'expired' });
    expect(got).toEqual([{ code: 'expired' }]);
  });

  it('R24: makes a failure of such an answer where the session cannot help', () => {
    const { http, network, session } = setup({
      expired: (answer) => answer.body()?.['code'] === 'expired',
      refresh: () => null,
    });
    session.start(FIRST);
    let failure: HttpErrorResponse | undefined;
    http.get(`${HERE}/x`).subscribe({ error: (error) => (failure = error) });
    network.expectOne(`${HERE}/x`).flush({ code: 'expired' });
    expect(failure).toBeInstanceOf(HttpErrorResponse);
    expect([failure!.status, failure!.error, failure!.url]).toEqual([200, { code: 'expired' }, `${HERE}/x`]);
  });

  it('takes the answer of another origin, where a redirect has led, for no word about the session', () => {
    const elsewhere = new HttpErrorResponse({ ...EXPIRED, url: 'https://other.example/x' });
    const { http, session, calls } = setup({}, () => throwError(() => elsewhere));
    session.start(FIRST);
    let failure: unknown;
    http.get(`${HERE}/x`).subscribe({ error: (error: unknown) => (failure = error) });
    expect(failure).toBe(elsewhere);
    expect(calls.length).toBe(0);
  });

  it('takes a network failure for no word about the session', () => {
    const { http, network, session, calls } = setup({ expired: 0 });
    session.start(FIRST);
    let status = -1;
    http.get(`${HERE}/x`).subscribe({ error: (error: HttpErrorResponse) => (status = error.status) });
    network.expectOne(`${HERE}/x`).error(new ProgressEvent('error'));
    expect([status, calls.length]).toEqual([0, 0]);
  });

  it('B10: says that a request which may not be sent again was not', () => {
    const { http, network, session } = setup();
    session.start(FIRST);
    let failure: unknown;
    http
      .post(`${HERE}/x`, {}, { context: new HttpContext().set(REPLAY, false) })
      .subscribe({ error: (error: unknown) => (failure = error) });
    network.expectOne(`${HERE}/x`).flush(null, EXPIRED);
    expect(isNotReplayableError(failure)).toBeTrue();
    network.verify();
  });

  it('sends headers of the application afresh, refusing redirects, which would take them along', () => {
    let n = 0;
    const authorize = (accessToken: string, { method, url }: { method: string; url: URL }) => ({
      'X-Signature': `${accessToken} ${method} ${url.pathname} ${++n}`,
    });
    const { http, network, session } = setup({ authorize } as Partial<SessionOptions<HttpClient>>);
    session.start(FIRST);
    http.get(`${HERE}/x`).subscribe();
    const first = network.expectOne(`${HERE}/x`);
    first.flush(null, EXPIRED);
    const second = network.expectOne(`${HERE}/x`);
    expect([first, second].map(({ request }) => [request.headers.get('X-Signature'), request.redirect])).toEqual([
      ['access-1 GET /x 1', 'error'],
      ['access-2 GET /x 2', 'error'],
    ]);
    http.get(`${HERE}/x`, { headers: { 'x-signature': 'own' } }).subscribe({ error: () => undefined });
    const own = network.match(`${HERE}/x`).at(-1)!;
    expect(own.request.headers.get('X-Signature')).toBe('own');
    own.flush(null, EXPIRED);
    network.verify();
  });

  it('B4: hands the body on as it is, and again as it was, for interceptors that look into it', () => {
    const { http, network, session } = setup();
    session.start(FIRST);
    const own = { text: 'early', at: new Date(0) };
    http.post(`${HERE}/x`, own).subscribe();
    const first = network.expectOne(`${HERE}/x`);
    expect(first.request.body).toBe(own);
    own.text = 'late';
    first.flush(null, EXPIRED);
    const second = network.expectOne(`${HERE}/x`);
    expect(second.request.body).toEqual({ text: 'early', at: '1970-01-01T00:00:00.000Z' });
    second.flush(null);
    for (const body of ['text', 7, true, null, new HttpParams({ fromString: 'a=b' }), new Blob(['x'])]) {
      session.start(FIRST);
      http.post(`${HERE}/x`, body).subscribe();
      network.expectOne(`${HERE}/x`).flush(null, EXPIRED);
      const again = network.expectOne(`${HERE}/x`);
      expect(again.request.body).toBe(body as never);
      again.flush(null);
    }
  });

  it('brings the cookies along where they are the session', () => {
    const { http, network, session } = setup({ tokens: 'cookies' } as Partial<SessionOptions<HttpClient>>);
    session.start();
    http.get(`${HERE}/x`).subscribe();
    http.get(`${HERE}/y`, { credentials: 'omit' }).subscribe();
    expect(network.expectOne(`${HERE}/x`).request.withCredentials).toBeTrue();
    const own = network.expectOne(`${HERE}/y`).request;
    expect([own.withCredentials, own.credentials]).toEqual([false, 'omit']);
  });

  describe('with an XSRF token', () => {
    const setToken = (value: string) => (document.cookie = `XSRF-TOKEN=${value}; path=/`);
    afterEach(() => (document.cookie = 'XSRF-TOKEN=; path=/; max-age=0'));
    const own = (path: string) => location.origin + path;

    it('sends again, and after waiting, with the one that the refresh has brought', () => {
      const answer = new Subject<TokenSet>();
      const { http, network, session } = setup({ origins: [location.origin], refresh: () => answer });
      session.start(FIRST);
      setToken('canary-1');
      http.post(own('/a'), {}).subscribe();
      http.get(own('/b')).subscribe();
      const first = [network.expectOne(own('/a')), network.expectOne(own('/b'))];
      for (const request of first) request.flush(null, EXPIRED);
      http.put(own('/c'), {}).subscribe();
      setToken('canary-2');
      answer.next(SECOND);
      const second = ['/a', '/b', '/c'].map((path) => network.expectOne(own(path)));
      const tokens = [...first, ...second].map(({ request }) => request.headers.get('X-XSRF-TOKEN'));
      expect(tokens).toEqual(['canary-1', null, 'canary-2', null, 'canary-2']);
    });

    it('leaves one alone that the application has brought, and keeps the old one where there is no new one', () => {
      const { http, network, session } = setup({ origins: [location.origin] });
      session.start(FIRST);
      setToken('canary-1');
      http.post(own('/a'), {}, { headers: { 'X-XSRF-TOKEN': 'own' } }).subscribe();
      http.post(own('/b'), {}).subscribe();
      document.cookie = 'XSRF-TOKEN=; path=/; max-age=0';
      for (const path of ['/a', '/b']) network.expectOne(own(path)).flush(null, EXPIRED);
      const tokens = ['/a', '/b'].map((path) => network.expectOne(own(path)).request.headers.get('X-XSRF-TOKEN'));
      expect(tokens).toEqual(['own', 'canary-1']);
    });

    it("gives it to the refresh too, at the page's own origin and nowhere else", () => {
      setToken('canary');
      const urls = ['/refresh', own('/refresh'), `${HERE}/refresh`, 'http://[broken'];
      const sent: (string | null)[] = [];
      for (const url of urls) {
        TestBed.resetTestingModule();
        const { network, session } = setup({
          refresh: (_: TokenSet, client: HttpClient) => client.post(url, null) as never,
        });
        session.start(FIRST);
        session.refresh$.subscribe({ error: () => undefined });
        sent.push(network.expectOne(url).request.headers.get('X-XSRF-TOKEN'));
      }
      expect(sent).toEqual(['canary', 'canary', null, null]);
    });

    it('leaves a refresh alone that changes nothing, or brings its own', () => {
      setToken('canary');
      for (const [refresh, expected] of [
        [(client: HttpClient) => client.get('/refresh'), null],
        [(client: HttpClient) => client.head('/refresh'), null],
        [(client: HttpClient) => client.post('/refresh', null, { headers: { 'x-xsrf-token': 'own' } }), 'own'],
      ] as const) {
        TestBed.resetTestingModule();
        const { network, session } = setup({ refresh: (_: TokenSet, client: HttpClient) => refresh(client) as never });
        session.start(FIRST);
        session.refresh$.subscribe({ error: () => undefined });
        expect(network.expectOne('/refresh').request.headers.get('X-XSRF-TOKEN')).toBe(expected);
      }
    });
  });

  describe('over a real network', () => {
    for (const kind of ['HttpClient beside axios', 'HttpClient over XHR'] as const) {
      it(`B2: sends the same bytes again, whatever the caller does with the body meanwhile, with ${kind}`, async () => {
        const { lab } = await signedInOver(CLIENTS[kind]!);
        const http = TestBed.inject(HttpClient);
        const form = new FormData();
        form.append('a', 'ä');
        const json = { text: 'early', list: [{ a: 1 }] };
        const buffer = crypto.getRandomValues(new Uint8Array(1000)).buffer;
        for (const [body, change] of [
          [json, () => (json.text = 'late')],
          [new HttpParams({ fromObject: { a: 'ä b' } }), () => undefined],
          [form, () => form.append('late', 'x')],
          [buffer, () => new Uint8Array(buffer).fill(0)],
          [new Blob(['x'], { type: 'text/x-own' }), () => undefined],
          ['text', () => undefined],
        ] as [unknown, () => unknown][]) {
          await lab.expire();
          await lab.faults({ refresh: { delay: { arrival: 100 } } });
          const before = (await arrivals()).length;
          const { refreshCalls } = await lab.counts();
          const sent = settled(firstValueFrom(http.post(NOTES, body)));
          await lab.until((counts) => counts.refreshCalls === refreshCalls + 1);
          change();
          await sent;
          const posts = (await arrivals()).slice(before).filter(({ url }) => url.endsWith('/notes'));
          expect(posts.length).toBe(2);
          expect(posts[0]!.body).toBe(posts[1]!.body);
        }
      });
    }

    it('tells the progress of each attempt, and one response', async () => {
      const { lab } = await signedInOver(CLIENTS['HttpClient over XHR']!);
      await lab.expire();
      const events: HttpEvent<unknown>[] = await firstValueFrom(
        TestBed.inject(HttpClient)
          .post(NOTES, { text: 'x' }, { observe: 'events', reportUploadProgress: true, reportDownloadProgress: true })
          .pipe(toArray()),
      );
      const types = events.map(({ type }) => type);
      expect(types.filter((type) => type === HttpEventType.Sent).length).toBe(2);
      expect(types.filter((type) => type === HttpEventType.Response).length).toBe(1);
      expect(events.at(-1)).toBeInstanceOf(HttpResponse);
      expect(types).toContain(HttpEventType.UploadProgress);
    });

    for (const kind of ['HttpClient alone', 'HttpClient alone over XHR'] as const) {
      it(`E11: a refresh follows no redirect, with ${kind}`, async () => {
        const { lab } = await signedInOver(CLIENTS[kind]!);
        await lab.expire();
        for (const origin of [ELSEWHERE, BACKEND]) {
          await lab.faults({ refresh: { redirect: `${origin}/health`, headers: { 'retry-after': '0' } } });
          const failure = await settled(firstValueFrom(TestBed.inject(HttpClient).get(NOTES)));
          expect(isRefreshUnavailableError(failure)).toBeTrue();
        }
        expect((await arrivals()).filter(({ url }) => url === '/health')).toEqual([]);
      });
    }

    it('serves httpResource', async () => {
      const { lab } = await signedInOver(CLIENTS['HttpClient alone']!);
      await lab.expire();
      const notes = httpResource(() => NOTES, { injector: TestBed.inject(Injector) });
      TestBed.tick();
      await TestBed.inject(ApplicationRef).whenStable();
      expect(notes.status()).toBe('resolved');
      expect(notes.value()).toEqual(jasmine.any(Array));
      expect((await lab.counts()).refreshes).toBe(1);
    });

    it('ends the session once for 50 requests when the refresh is refused, and tells each its own 401', async () => {
      const { client, lab, ended } = await signedInOver(CLIENTS['HttpClient alone']!);
      await lab.expire();
      await lab.revoke();
      const failures = await Promise.all(Array.from({ length: 50 }, (_, n) => client.get(`/notes?n=${n}`).outcome));
      for (const [n, failure] of failures.entries()) {
        expect(isSessionEndedError(failure)).toBeTrue();
        const own = (failure as { failure: HttpErrorResponse }).failure;
        expect([own.status, own.url]).toEqual([401, `${NOTES}?n=${n}`]);
      }
      expect([ended, (await lab.counts()).refreshCalls]).toEqual([['refused'], 1]);
    });
  });
});

describe('provideHttpSession', () => {
  it('hands `refresh` an HttpClient without interceptors, which follows no redirect', () => {
    const { http, network, session } = setup({
      refresh: (_, client: HttpClient) => client.post<TokenSet>(`${HERE}/refresh`, { a: 1 }),
    } as Partial<SessionOptions<HttpClient>>);
    session.start(FIRST);
    http.get(`${HERE}/x`).subscribe();
    network.expectOne(`${HERE}/x`).flush(null, EXPIRED);
    const refresh = network.expectOne(`${HERE}/refresh`);
    expect([refresh.request.headers.keys(), refresh.request.redirect]).toEqual([[], 'error']);
    refresh.flush(SECOND);
    expect(network.expectOne(`${HERE}/x`).request.headers.get('Authorization')).toBe('Bearer access-2');
  });

  for (const [tokens, redirects, expected] of [
    ['access-in-memory', 'follow', [true, undefined]],
    ['cookies', 'refuse', [true, 'error']],
    ['body', 'refuse', [false, 'error']],
  ] as const) {
    it(`brings cookies along with \`${tokens}\`: ${expected[0]}, and lets redirects be followed where told to: ${redirects}`, () => {
      const { network, session } = setup({
        tokens,
        redirects,
        ...(tokens === 'body' ? {} : { restore: 'never' }),
        refresh: (_: TokenSet, client: HttpClient) => client.post(`${HERE}/refresh`, null),
      } as Partial<SessionOptions<HttpClient>>);
      session.start(tokens === 'cookies' ? {} : { accessToken: 'access-1' });
      session.refresh$.subscribe({ error: () => undefined });
      const { withCredentials, redirect } = network.expectOne(`${HERE}/refresh`).request;
      expect([withCredentials, redirect]).toEqual(expected as never);
    });
  }

  it('leaves alone what the refresh says itself of cookies', () => {
    const { network, session } = setup({
      tokens: 'access-in-memory',
      restore: 'never',
      refresh: (_: TokenSet, client: HttpClient) => client.post(`${HERE}/refresh`, null, { credentials: 'omit' }),
    } as Partial<SessionOptions<HttpClient>>);
    session.start(FIRST);
    session.refresh$.subscribe({ error: () => undefined });
    const { withCredentials, credentials } = network.expectOne(`${HERE}/refresh`).request;
    expect([withCredentials, credentials]).toEqual([false, 'omit']);
  });

  it('names itself where an option is wrong', () => {
    expect(() => setup({ deadline: -1 })).toThrowError(/^provideHttpSession: `deadline`/);
  });

  it('ends the session on a refusal that HttpClient throws', () => {
    const { session } = setup({ refresh: () => throwError(() => new HttpErrorResponse({ status: 401 })) });
    const ended = jasmine.createSpy('ended');
    session.ended$.subscribe(ended);
    session.start(FIRST);
    session.refresh$.subscribe({ error: () => undefined });
    expect(ended).toHaveBeenCalledOnceWith({ reason: 'refused', afterLostResponse: false });
  });
});
