import {
  Component,
  createEnvironmentInjector,
  EnvironmentInjector,
  EnvironmentProviders,
  inject,
  InjectionToken,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideHttpClient } from '@angular/common/http';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { isAxiosError } from 'axios';
import {
  authGuard,
  AxiosClient,
  BodySessionOptions,
  isRefreshUnavailableError,
  provideAxios,
  provideAxiosClient,
  Session,
  TokenSet,
  withAxios,
  withEarlyRefresh,
  withSession,
  withSharedSession,
  withTabs,
} from 'ngx-axios';
import { provideHttpSession } from 'ngx-axios/http';
import { firstValueFrom, forkJoin, NEVER } from 'rxjs';
import { allowTokensAt, arrivals, BACKEND, ELSEWHERE, outcome, signIn } from '../testbed/backend';
import { lookAtWhatIsHandedOut } from '../testbed/leaks';
import { Witness } from '../testbed/witness';

const BASE = `${BACKEND}/body/api`;
const OTHER = new InjectionToken<AxiosClient>('other');
const THIRD = new InjectionToken<AxiosClient>('third');

@Component({ template: 'page' })
class Page {}

const tokensInBodies = (witness: Witness, more: Partial<BodySessionOptions<AxiosClient>> = {}) =>
  withSession({
    tokens: 'body',
    refresh: witness.overhear(({ refreshToken }, http) =>
      refreshToken ? http.post<TokenSet>('/auth/refresh', { refreshToken }) : null,
    ),
    ...more,
  });
const watched = (witness: Witness, { refresh = false } = {}) => [
  withAxios((instance) => witness.mark(instance), { refresh }),
  withAxios(lookAtWhatIsHandedOut),
];
const notes = (client: AxiosClient, count: number) =>
  Promise.all(Array.from({ length: count }, (_, n) => outcome(client.get(`/notes?n=${n}`))));
const answered = (outcomes: { value?: unknown }[]) => outcomes.filter(({ value }) => Array.isArray(value)).length;

/** The client of the application, and one more which shares its session. */
function shared(more: Partial<BodySessionOptions<AxiosClient>> = {}, baseURL = BASE) {
  const witness = new Witness();
  TestBed.configureTestingModule({
    providers: [
      provideAxios({ baseURL: BASE }, tokensInBodies(witness, more), ...watched(witness, { refresh: true })),
      provideAxiosClient(OTHER, { baseURL, headers: { 'X-Of': 'other' } }, withSharedSession(), ...watched(witness)),
    ],
  });
  const session = TestBed.inject(Session);
  witness.attend(session);

  return { client: TestBed.inject(AxiosClient), session };
}

/** The client of the application, and one more with a session of its own. */
function apart() {
  const [ours, theirs] = [new Witness(), new Witness()];
  TestBed.configureTestingModule({
    providers: [
      provideAxios({ baseURL: BASE }, tokensInBodies(ours), ...watched(ours, { refresh: true })),
      provideAxiosClient(OTHER, { baseURL: BASE }, tokensInBodies(theirs), ...watched(theirs, { refresh: true })),
    ],
  });
  const [client, other] = [TestBed.inject(AxiosClient), TestBed.inject(OTHER)];
  ours.attend(client.session!);
  theirs.attend(other.session!);

  return { client, other };
}

describe('Several clients', () => {
  it('R1: of one session make one refresh, each with its own base URL and configuration', async () => {
    const { client, session } = shared({}, `${BACKEND}/body`);
    const other = TestBed.inject(OTHER);
    expect(other).not.toBe(client);
    expect([client.session, other.session]).toEqual([session, session]);
    const lab = await signIn(client, session);
    await lab.expire();
    const of = (client: AxiosClient, path: string) =>
      forkJoin(Array.from({ length: 25 }, (_, n) => client.get(`${path}?n=${n}`)));
    await firstValueFrom(forkJoin([of(client, '/notes'), of(other, '/api/notes')]));
    expect(await lab.counts()).toEqual(
      jasmine.objectContaining({ requests: 100, expired: 50, refreshCalls: 1, refreshes: 1, reuse: 0 }),
    );
    const response = await firstValueFrom(other.request({ url: '/api/notes' }));
    const { headers } = response.config;
    expect([headers.get('X-Of'), headers.has('Authorization')]).toEqual(['other', false]);
  });

  it('with a session each renew them apart, and one outlives the other', async () => {
    const { client, other } = apart();
    expect(client.session).not.toBe(other.session);
    const [ours, theirs] = [await signIn(client, client.session!), await signIn(other, other.session!)];
    await Promise.all([ours.expire(), theirs.expire()]);
    const outcomes = await Promise.all([notes(client, 10), notes(other, 10)]);
    expect(outcomes.map(answered)).toEqual([10, 10]);
    for (const lab of [ours, theirs]) {
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 20, refreshCalls: 1, reuse: 0 }));
    }
    await client.session!.end();
    expect([client.session!.signedIn(), other.session!.signedIn()]).toEqual([false, true]);
    expect(answered(await notes(other, 3))).toBe(3);
    const [{ error }] = (await notes(client, 1)) as [{ error?: unknown }];
    expect(isAxiosError(error) && error.response?.status).toBe(401);
  });

  it('without a session take a 401 for an answer like any other', async () => {
    const { client, session } = shared();
    const lab = await signIn(client, session);
    const injector = createEnvironmentInjector(
      [provideAxiosClient(THIRD, { baseURL: BASE })],
      TestBed.inject(EnvironmentInjector),
    );
    const third = injector.get(THIRD);
    expect(third.session).toBeUndefined();
    const { error } = await outcome(third.get('/notes'));
    expect(isAxiosError(error) && error.response?.status).toBe(401);
    expect((await lab.counts()).refreshCalls).toBe(0);
    injector.destroy();
  });

  it('U1: get the credentials of a shared session for the listed origins only, and development hears of it', async () => {
    const warn = spyOn(console, 'warn');
    const { client, session } = shared({}, `${ELSEWHERE}/body/api`);
    const lab = await signIn(client, session);
    const { error } = await outcome(TestBed.inject(OTHER).get('/notes'));
    expect(isAxiosError(error) && error.response?.status).toBe(401);
    expect((await lab.counts()).refreshCalls).toBe(0);
    const there = (await arrivals()).filter(({ host }) => host === new URL(ELSEWHERE).host);
    expect(there.map(({ tokens }) => tokens)).toEqual([[]]);
    expect(warn).toHaveBeenCalledOnceWith(jasmine.stringContaining(`do not go to ${ELSEWHERE}`));
  });

  it('U1: get them for further origins where the session lists these', async () => {
    allowTokensAt(ELSEWHERE);
    const { client, session } = shared({ origins: [BACKEND, ELSEWHERE] }, `${ELSEWHERE}/body/api`);
    const lab = await signIn(client, session);
    await lab.expire();
    const outcomes = await Promise.all([notes(client, 5), notes(TestBed.inject(OTHER), 5)]);
    expect(outcomes.map(answered)).toEqual([5, 5]);
    expect((await lab.counts()).refreshCalls).toBe(1);
  });

  it('share the session of HttpClient too', async () => {
    const witness = new Witness();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpSession({
          tokens: 'body',
          origins: [BACKEND],
          refresh: witness.overhear(({ refreshToken }, http) =>
            refreshToken ? http.post<TokenSet>(`${BASE}/auth/refresh`, { refreshToken }) : null,
          ),
        }),
        provideAxios({ baseURL: BASE }, withSharedSession(), ...watched(witness)),
      ],
    });
    const [client, session] = [TestBed.inject(AxiosClient), TestBed.inject(Session)];
    witness.attend(session);
    const lab = await signIn(client, session);
    await lab.expire();
    expect(answered(await notes(client, 10))).toBe(10);
    expect((await lab.counts()).refreshCalls).toBe(1);
  });

  it('go with the application that has made them', () => {
    const injector = createEnvironmentInjector(
      [provideAxiosClient(OTHER, { baseURL: BASE }, withSession({ tokens: 'body', refresh: () => NEVER }))],
      TestBed.inject(EnvironmentInjector),
    );
    const session = injector.get(OTHER).session!;
    session.start({ accessToken: 'a' });
    let failure: unknown;
    session.refresh$.subscribe({ error: (error: unknown) => (failure = error) });
    expect(failure).toBeUndefined();
    injector.destroy();
    expect(isRefreshUnavailableError(failure)).toBeTrue();
  });

  it('keep a session of their own out of what the tabs of another share', async () => {
    TestBed.configureTestingModule({
      providers: [
        provideAxios({ baseURL: BASE }, tokensInBodies(new Witness()), withTabs({ namespace: crypto.randomUUID() })),
        provideAxiosClient(OTHER, { baseURL: BASE }, tokensInBodies(new Witness())),
      ],
    });
    const [session, other] = [TestBed.inject(Session), TestBed.inject(OTHER).session!];
    expect([session.state().phase, other.state().phase]).toEqual(['restoring', 'signed-out']);
    await firstValueFrom(session.credentials$);
    other.start({ accessToken: 'a' });
    expect([session.signedIn(), other.signedIn()]).toEqual([false, true]);
  });
});

describe('A lazy route with providers of its own', () => {
  const open = async (providers: ReturnType<typeof provideAxios>[], witness = new Witness()) => {
    let inside: { client: AxiosClient; session: Session } | undefined;
    const child = {
      path: '',
      canActivate: [authGuard],
      resolve: {
        it: () => (inside = { client: inject(AxiosClient), session: inject(Session) }),
      },
      component: Page,
    };
    TestBed.configureTestingModule({
      providers: [
        provideAxios({ baseURL: BASE }, tokensInBodies(witness), ...watched(witness, { refresh: true })),
        provideRouter([
          { path: 'login', component: Page },
          { path: 'partner-login', component: Page },
          { path: 'area', providers, loadChildren: () => Promise.resolve([child]) },
        ]),
      ],
    });
    witness.attend(TestBed.inject(Session));

    return { harness: await RouterTestingHarness.create(), router: TestBed.inject(Router), inside: () => inside };
  };

  it('shares the session of the application', async () => {
    const witness = new Witness();
    const { harness, router, inside } = await open(
      [provideAxios({ baseURL: BASE }, withSharedSession(), ...watched(witness))],
      witness,
    );
    const [client, session] = [TestBed.inject(AxiosClient), TestBed.inject(Session)];
    const lab = await signIn(client, session);
    await harness.navigateByUrl('/area');
    expect(router.url).toBe('/area');
    expect(inside()!.client).not.toBe(client);
    expect(inside()!.session).toBe(session);
    await lab.expire();
    const outcomes = await Promise.all([notes(client, 10), notes(inside()!.client, 10)]);
    expect(outcomes.map(answered)).toEqual([10, 10]);
    expect((await lab.counts()).refreshCalls).toBe(1);
  });

  it('has a session of its own, with its own guard and its own way to the login', async () => {
    const theirs = new Witness();
    const { harness, router, inside } = await open([
      provideAxios(
        { baseURL: BASE },
        tokensInBodies(theirs, { login: '/partner-login', name: 'partner' }),
        ...watched(theirs, { refresh: true }),
      ),
    ]);
    const [client, session] = [TestBed.inject(AxiosClient), TestBed.inject(Session)];
    await signIn(client, session);
    await harness.navigateByUrl('/area');
    expect(router.url).toBe('/partner-login?returnUrl=%2Farea');
    expect(inside()).toBeUndefined();
    expect(session.signedIn()).toBeTrue();
  });
});

describe('Several clients, wrongly put together', () => {
  const KEPT = () => withSession({ tokens: 'body', store: 'sessionStorage', refresh: () => NEVER });
  const COOKIES = (name?: string) =>
    withSession({ tokens: 'cookies', refresh: () => NEVER, ...(name ? { name } : {}) });
  const open = (...providers: EnvironmentProviders[]) => {
    TestBed.configureTestingModule({ providers });

    return () => [TestBed.inject(AxiosClient), TestBed.inject(OTHER)];
  };

  it('are told where there is no session to share', () => {
    expect(open(provideAxios(), provideAxiosClient(OTHER, {}, withSharedSession()))).toThrowError(
      'withSharedSession: there is no session to share; add `withSession` to a `provideAxios` further up, or `provideHttpSession`.',
    );
  });

  for (const [name, feature] of [
    ['withSession', COOKIES()],
    ['withTabs', withTabs({ namespace: 'x' })],
    ['withEarlyRefresh', withEarlyRefresh({ leeway: 1000 })],
    ['withAxios(…, { refresh: true })', withAxios(() => undefined, { refresh: true })],
  ] as const) {
    it(`are told that what sets a session up does not go with one that is shared: ${name}`, () => {
      expect(() => provideAxiosClient(OTHER, {}, withSharedSession(), feature)).toThrowError(
        `provideAxios: \`${name}\` contradicts \`withSharedSession\`, whose session is set up where it is provided; move it there, or remove one of them.`,
      );
    });
  }

  for (const [what, one, other, name] of [
    ['hint', [COOKIES()], [COOKIES()], 'name'],
    ['store', [KEPT()], [KEPT()], 'name'],
    [
      'shared record',
      [COOKIES(), withTabs({ namespace: 'shop' })],
      [COOKIES(), withTabs({ namespace: 'shop' })],
      'namespace',
    ],
  ] as const) {
    it(`are told that two sessions have one name for their ${what}`, () => {
      expect(open(provideAxios({}, ...one), provideAxiosClient(OTHER, {}, ...other))).toThrowError(
        new RegExp(`^Two sessions of this application keep theirs as ".*"; give one of them another \`${name}\`\\.$`),
      );
    });
  }

  it('hear nothing of names that differ, or are free again', () => {
    expect(open(provideAxios({}, COOKIES()), provideAxiosClient(OTHER, {}, COOKIES('other')))).not.toThrow();
    TestBed.resetTestingModule();
    TestBed.configureTestingModule({ providers: [provideAxios({}, COOKIES())] });
    const parent = TestBed.inject(EnvironmentInjector);
    for (let time = 0; time < 2; time++) {
      const injector = createEnvironmentInjector([provideAxios({}, COOKIES('area'))], parent);
      expect(() => injector.get(AxiosClient)).not.toThrow();
      injector.destroy();
    }
  });
});
