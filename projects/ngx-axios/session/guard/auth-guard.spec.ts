import { Component, PLATFORM_ID } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { NavigationEnd, NavigationStart, provideRouter, Router, Routes } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { firstValueFrom, Observable, of, Subject, throwError } from 'rxjs';
import { provideSession } from '../provide-session';
import { Session } from '../session';
import { SessionMemory } from '../session-memory';
import { AccessInMemoryOptions } from '../session-options';
import { TokenSet } from '../token-set';
import { AuthGuard, authGuard } from './auth-guard';
import { injectReturnUrl } from './return-url';

@Component({ template: 'page' })
class Page {}

const REFUSED = { status: 401, header: () => null, body: () => undefined };
const DOWN = { status: 503, header: () => '0', body: () => undefined };

interface Setup {
  session: Session;
  router: Router;
  /** Every URL that a navigation began with, and those it arrived at. */
  begun: string[];
  arrived: string[];
  go: (url: string) => Promise<unknown>;
}

async function setup(
  options: Partial<AccessInMemoryOptions<object>> = {},
  {
    refresh = () => throwError(() => REFUSED),
    routes = [],
  }: { refresh?: () => Observable<TokenSet>; routes?: Routes } = {},
): Promise<Setup> {
  TestBed.configureTestingModule({
    providers: [
      provideSession<object>({ tokens: 'access-in-memory', refresh, ...options }, () => ({
        http: {},
        baseURL: '',
        answerOf: (failure) => failure as typeof REFUSED,
      })),
      provideRouter([
        ...routes,
        { path: 'open', component: Page },
        { path: 'login', component: Page },
        { path: 'orders', canActivate: [AuthGuard], component: Page },
        { path: 'orders/:id', canActivate: [authGuard], component: Page },
        { path: 'matched', canMatch: [authGuard], component: Page },
        { path: 'matched-too', canMatch: [AuthGuard], component: Page },
        { path: 'parent', canActivateChild: [AuthGuard], children: [{ path: 'child', component: Page }] },
      ]),
    ],
  });
  const harness = await RouterTestingHarness.create();
  const router = TestBed.inject(Router);
  const begun: string[] = [];
  const arrived: string[] = [];
  router.events.subscribe((event) => {
    if (event instanceof NavigationStart) begun.push(event.url);
    if (event instanceof NavigationEnd) arrived.push(event.urlAfterRedirects);
  });

  return {
    session: TestBed.inject(Session),
    router,
    begun,
    arrived,
    go: (url) => harness.navigateByUrl(url).catch(() => null),
  };
}

/** Lets navigations come to rest. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 10));

describe('AuthGuard', () => {
  beforeEach(() => localStorage.clear());

  for (const url of ['/orders', '/orders/7?page=2#top', '/matched', '/matched-too', '/parent/child']) {
    it(`P12: leads to the login and notes the way back: ${url}`, async () => {
      const { router, go } = await setup();
      await go(url);
      expect(router.url).toBe(`/login?returnUrl=${encodeURIComponent(url)}`);
    });

    it(`lets a signed-in user in: ${url}`, async () => {
      const { session, router, go } = await setup();
      session.start({ accessToken: 'a' });
      await go(url);
      expect(router.url).toBe(url);
    });
  }

  it('P12: keeps code from being loaded that only a signed-in user needs', async () => {
    const loadComponent = jasmine.createSpy('loadComponent').and.resolveTo(Page);
    const { session, router, go } = await setup(
      {},
      { routes: [{ path: 'lazy', canMatch: [authGuard], loadComponent }] },
    );
    await go('/lazy');
    expect(loadComponent).not.toHaveBeenCalled();
    expect(router.url).toBe('/login?returnUrl=%2Flazy');
    session.start({ accessToken: 'a' });
    await go('/lazy');
    expect(loadComponent).toHaveBeenCalledTimes(1);
  });

  it('P6: waits for the session to be restored, and shows neither page before', async () => {
    const answer = new Subject<TokenSet>();
    const { router, arrived, go } = await setup({ restore: 'always' }, { refresh: () => answer });
    const going = go('/orders');
    await rest();
    expect(arrived).toEqual([]);
    answer.next({ accessToken: 'a' });
    await going;
    expect([router.url, arrived]).toEqual(['/orders', ['/orders']]);
  });

  it('P7: refreshes a token first that has run out', async () => {
    const { session, router, go } = await setup({}, { refresh: () => of({ accessToken: 'b' }) });
    session.start({ accessToken: 'a', expiresIn: 0.001 });
    await rest();
    await go('/orders');
    expect(router.url).toBe('/orders');
    expect(TestBed.inject(SessionMemory).held.credentials.accessToken).toBe('b');
  });

  it('leads to the login when the restoring is refused', async () => {
    const { router, go } = await setup({ restore: 'always' });
    await go('/orders');
    expect(router.url).toBe('/login?returnUrl=%2Forders');
  });

  it('P7: lets a signed-in user in while the auth server is down', async () => {
    const { session, router, go } = await setup({}, { refresh: () => throwError(() => DOWN) });
    session.start({ accessToken: 'a', expiresIn: 0.001 });
    await rest();
    await go('/orders');
    expect(router.url).toBe('/orders');
    expect(session.signedIn()).toBeTrue();
  });

  describe('when the server cannot tell whether there is a session', () => {
    it('waits until it can', async () => {
      let down = 2;
      const { router, go } = await setup(
        { restore: 'always' },
        { refresh: () => (down-- > 0 ? throwError(() => DOWN) : of({ accessToken: 'a' })) },
      );
      await go('/orders');
      expect(router.url).toBe('/orders');
    });

    it('gives up at the deadline, without ending anything', async () => {
      const { session, router, go } = await setup(
        { restore: 'always', deadline: 10 },
        { refresh: () => throwError(() => DOWN) },
      );
      const ended = jasmine.createSpy('ended');
      session.ended$.subscribe(ended);
      const since = performance.now();
      await go('/orders');
      expect(performance.now() - since).toBeGreaterThan(25); // three of them
      expect(router.url).toBe('/login?returnUrl=%2Forders');
      expect(ended).not.toHaveBeenCalled();
      expect(session.state().phase).toBe('restoring');
    });

    for (const [whenUnknown, url] of [
      ['enter', '/orders'],
      ['login', '/login?returnUrl=%2Forders'],
    ] as const) {
      it(`does what it is told: ${whenUnknown}`, async () => {
        const { router, go } = await setup(
          { restore: 'always', whenUnknown },
          { refresh: () => throwError(() => DOWN) },
        );
        await go('/orders');
        expect(router.url).toBe(url);
      });
    }
  });

  describe('when the session ends', () => {
    const refuse = ({ session }: Setup) => {
      for (let i = 0; i < 5; i++) session.refresh$.subscribe({ error: () => undefined });
    };

    it('P8: leads from a guarded page to the login, once, and notes the way back', async () => {
      const made = await setup();
      made.session.start({ accessToken: 'a' });
      await made.go('/orders/7?page=2');
      made.begun.length = 0;
      refuse(made);
      await rest();
      expect(made.router.url).toBe('/login?returnUrl=%2Forders%2F7%3Fpage%3D2');
      expect(made.begun.length).toBe(1);
    });

    for (const url of ['/matched', '/parent/child']) {
      it(`does so whichever way the page was guarded: ${url}`, async () => {
        const made = await setup();
        made.session.start({ accessToken: 'a' });
        await made.go(url);
        refuse(made);
        await rest();
        expect(made.router.url).toBe(`/login?returnUrl=${encodeURIComponent(url)}`);
      });
    }

    it('notes no way back when the user signed out', async () => {
      const { session, router, go } = await setup();
      session.start({ accessToken: 'a' });
      await go('/orders');
      await session.end();
      await rest();
      expect(router.url).toBe('/login');
    });

    it('stays where it is when somebody else has signed in', async () => {
      const { session, router, begun, go } = await setup();
      session.start({ accessToken: 'a' });
      await go('/orders');
      begun.length = 0;
      session.start({ accessToken: 'b' });
      await rest();
      expect([router.url, begun]).toEqual(['/orders', []]);
    });

    for (const url of ['/open', '/login']) {
      it(`P10: leaves ${url} alone, also after a guarded page was shown`, async () => {
        const made = await setup();
        made.session.start({ accessToken: 'a' });
        await made.go('/orders');
        await made.go(url);
        made.begun.length = 0;
        refuse(made);
        await rest();
        expect([made.router.url, made.begun]).toEqual([url, []]);
      });
    }

    it('leads away from a guarded page that is still loading', async () => {
      const loaded = new Subject<boolean>();
      const made = await setup(
        {},
        { routes: [{ path: 'slow', canActivate: [authGuard], resolve: { it: () => loaded }, component: Page }] },
      );
      made.session.start({ accessToken: 'a' });
      void made.go('/slow');
      await rest();
      made.begun.length = 0;
      refuse(made);
      await rest();
      expect(made.router.url).toBe('/login?returnUrl=%2Fslow');
      expect(made.begun).toEqual(['/login?returnUrl=%2Fslow']);
    });

    it('P10: lets a navigation to an open page arrive', async () => {
      const loaded = new Subject<boolean>();
      const made = await setup({}, { routes: [{ path: 'slow', resolve: { it: () => loaded }, component: Page }] });
      made.session.start({ accessToken: 'a' });
      await made.go('/orders');
      void made.go('/slow');
      await rest();
      refuse(made);
      loaded.next(true);
      loaded.complete();
      await rest();
      expect(made.router.url).toBe('/slow');
    });

    it('leads away after all when that navigation does not arrive', async () => {
      const allowed = new Subject<boolean>();
      const made = await setup({}, { routes: [{ path: 'slow', canActivate: [() => allowed], component: Page }] });
      made.session.start({ accessToken: 'a' });
      await made.go('/orders');
      void made.go('/slow');
      await rest();
      refuse(made);
      allowed.next(false);
      await rest();
      expect(made.router.url).toBe('/login?returnUrl=%2Forders');
    });

    it('P8: navigates once for ten guards and ten refusals', async () => {
      const page = { canActivate: [AuthGuard], canActivateChild: [authGuard], component: Page };
      const deep = Array.from({ length: 10 }).reduce<Routes>(
        (children) => [{ path: 'x', ...page, children }],
        [{ path: 'y', ...page }],
      );
      const { session, router, arrived, go } = await setup({}, { routes: deep });
      session.start({ accessToken: 'a' });
      await go('/x'.repeat(10) + '/y');
      for (let n = 0; n < 10; n++) session.refresh$.subscribe({ error: () => undefined });
      await rest();
      expect(arrived.slice(1)).toEqual([`/login?returnUrl=${encodeURIComponent('/x'.repeat(10) + '/y')}`]);
      expect(router.url).toBe(arrived[1]!);
    });

    it('P11: stays on the page, whatever fails, as long as nothing is proved', async () => {
      const failures = [DOWN, { ...DOWN, status: 429 }, { ...DOWN, status: 500 }, new Error('Network Error')];
      const { session, begun, go } = await setup({}, { refresh: () => throwError(() => failures.shift()!) });
      session.start({ accessToken: 'a' });
      await go('/orders');
      for (let n = 0; n < 4; n++) {
        session.refresh$.subscribe({ error: () => undefined });
        session.start({ accessToken: 'a' }, { subject: 'ada' }); // without the pause
        await rest();
      }
      expect(begun).toEqual(['/orders']);
    });

    it('P8: navigates once when the guard is just about to decide', async () => {
      const answer = new Subject<TokenSet>();
      const made = await setup({}, { refresh: () => answer });
      made.session.start({ accessToken: 'a' });
      await made.go('/orders');
      made.begun.length = 0;
      made.session.refresh$.subscribe({ error: () => undefined });
      void made.go('/orders/7');
      await rest();
      answer.error(REFUSED);
      await rest();
      expect(made.router.url).toBe('/login?returnUrl=%2Forders%2F7');
      expect(made.arrived.slice(1)).toEqual(['/login?returnUrl=%2Forders%2F7']);
    });
  });

  it('decides also where nobody navigates', async () => {
    const { session, router } = await setup({ login: () => undefined });
    const route = router.routerState.snapshot.root;
    const guard = TestBed.inject(AuthGuard);
    expect(await firstValueFrom(guard.canActivate(route))).toBeFalse();
    session.start({ accessToken: 'a' });
    expect(await firstValueFrom(guard.canActivate(route))).toBeTrue();
  });

  it('lets everybody in on a server, where nobody is known', async () => {
    TestBed.configureTestingModule({ providers: [{ provide: PLATFORM_ID, useValue: 'server' }] });
    const { router, go } = await setup();
    await go('/orders');
    expect(router.url).toBe('/orders');
  });

  it('lets in whoever has signed in while it was deciding', async () => {
    const { session, router, go } = await setup({}, { refresh: () => new Subject<TokenSet>() });
    session.start({ accessToken: 'a', expiresIn: 0.001 });
    await rest();
    const going = go('/orders');
    await rest();
    session.start({ accessToken: 'b' });
    await going;
    expect(router.url).toBe('/orders');
  });

  it('notes no way back when the user signs out while it is deciding', async () => {
    const { session, router, go } = await setup({}, { refresh: () => new Subject<TokenSet>() });
    session.start({ accessToken: 'a', expiresIn: 0.001 });
    await rest();
    const going = go('/orders');
    await rest();
    await session.end();
    await going;
    expect(router.url).toBe('/login');
  });

  it('leads away after all when another guard has overruled it', async () => {
    const answer = new Subject<TokenSet>();
    const allowed = new Subject<boolean>();
    const made = await setup(
      {},
      { refresh: () => answer, routes: [{ path: 'both', canActivate: [() => allowed, authGuard], component: Page }] },
    );
    made.session.start({ accessToken: 'a' });
    await made.go('/orders');
    made.session.refresh$.subscribe({ error: () => undefined });
    void made.go('/both');
    await rest();
    answer.error(REFUSED);
    await rest();
    allowed.next(false);
    await rest();
    expect(made.router.url).toBe('/login?returnUrl=%2Forders');
  });

  it('stays when a listener has already signed somebody in again', async () => {
    const made = await setup();
    made.session.ended$.subscribe(() => made.session.start({ accessToken: 'guest' }));
    made.session.start({ accessToken: 'a' });
    await made.go('/orders');
    made.session.refresh$.subscribe({ error: () => undefined });
    await rest();
    expect(made.router.url).toBe('/orders');
  });

  it('leads away whom it let in unknown, once the server refuses', async () => {
    let down = true;
    const { router, go } = await setup(
      { restore: 'always', whenUnknown: 'enter' },
      { refresh: () => throwError(() => (down ? DOWN : REFUSED)) },
    );
    await go('/orders');
    expect(router.url).toBe('/orders');
    down = false;
    while (router.url === '/orders') await rest();
    expect(router.url).toBe('/login?returnUrl=%2Forders');
  });

  it('leaves an open page alone whose address a guarded route might have matched', async () => {
    const loaded = new Subject<boolean>();
    const made = await setup(
      {},
      {
        routes: [
          { path: 'area', canMatch: [authGuard], children: [{ path: 'inside', component: Page }] },
          { path: 'area/public', resolve: { it: () => loaded }, component: Page },
        ],
      },
    );
    made.session.start({ accessToken: 'a' });
    void made.go('/area/public');
    await rest();
    made.session.refresh$.subscribe({ error: () => undefined });
    loaded.next(true);
    loaded.complete();
    await rest();
    expect(made.router.url).toBe('/area/public');
  });

  it('leaves the application once when the session ends while the guard of the next page decides', async () => {
    const answer = new Subject<TokenSet>();
    const login = jasmine.createSpy('login');
    const made = await setup({ login }, { refresh: () => answer });
    made.session.start({ accessToken: 'a' });
    await made.go('/orders');
    made.session.refresh$.subscribe({ error: () => undefined });
    void made.go('/orders/7');
    await rest();
    answer.error(REFUSED);
    await rest();
    expect(login).toHaveBeenCalledOnceWith('/orders/7');
  });

  it('leaves the application once when one guard has let in and another still decides', async () => {
    const answer = new Subject<TokenSet>();
    const login = jasmine.createSpy('login');
    const refreshes = () => {
      TestBed.inject(Session).refresh$.subscribe({ error: () => undefined });
      return true;
    };
    const made = await setup(
      { login },
      {
        refresh: () => answer,
        routes: [{ path: 'twice', canActivate: [authGuard, refreshes, authGuard], component: Page }],
      },
    );
    made.session.start({ accessToken: 'a' });
    void made.go('/twice');
    await rest();
    answer.error(REFUSED);
    await rest();
    expect(login).toHaveBeenCalledOnceWith('/twice');
  });

  describe('the login', () => {
    it('may be any path, with parameters of its own', async () => {
      const { router, go } = await setup({ login: '/open?why=session' });
      await go('/orders');
      expect(router.url).toBe('/open?why=session&returnUrl=%2Forders');
    });

    it('may be a function that answers a path', async () => {
      const { router, go } = await setup({ login: (returnUrl) => `/open?back=${encodeURIComponent(returnUrl)}` });
      await go('/orders');
      expect(router.url).toBe('/open?back=%2Forders');
    });

    it('may be a function that answers a UrlTree', async () => {
      const { router, go } = await setup({ login: () => TestBed.inject(Router).createUrlTree(['/open']) });
      await go('/orders');
      expect(router.url).toBe('/open');
    });

    it('may leave the application when the session ends: then nothing is entered, and there is no way back after a sign-out', async () => {
      const login = jasmine.createSpy('login');
      const { session, begun, go } = await setup({ login });
      session.start({ accessToken: 'a' });
      await go('/orders');
      void session.end();
      await rest();
      expect(login).toHaveBeenCalledOnceWith('/');
      expect(begun).toEqual(['/orders']);
    });

    it('may leave the application: then nothing is entered', async () => {
      const login = jasmine.createSpy('login');
      const { router, arrived, go } = await setup({ login });
      await go('/orders');
      expect(login).toHaveBeenCalledOnceWith('/orders');
      expect([router.url, arrived]).toEqual(['/', []]);
    });
  });
});

describe('injectReturnUrl', () => {
  const at = async (query: string, fallback?: string) => {
    const { go } = await setup();
    await go(`/login${query}`);
    return TestBed.runInInjectionContext(() => injectReturnUrl(fallback))();
  };

  it('gives what the guard has noted', async () => {
    const { session, router, go } = await setup();
    await go('/orders/7?page=2#top');
    const returnUrl = TestBed.runInInjectionContext(() => injectReturnUrl());
    session.start({ accessToken: 'a' });
    await router.navigateByUrl(returnUrl());
    expect(router.url).toBe('/orders/7?page=2#top');
  });

  it('gives the fallback when there is nothing', async () => {
    expect(await at('')).toBe('/');
    TestBed.resetTestingModule();
    expect(await at('', '/home')).toBe('/home');
  });

  for (const evil of [
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' /orders',
    '/\t/evil.example',
    '/\n/evil.example',
    'orders',
    '',
    '/login',
    '/login?returnUrl=%2Flogin',
    '/' + 'x'.repeat(10_000),
  ]) {
    it(`P9: gives the fallback for ${JSON.stringify(evil.slice(0, 40))}`, async () => {
      expect(await at(`?returnUrl=${encodeURIComponent(evil)}`)).toBe('/');
    });
  }

  it('gives what is as long as it may be', async () => {
    const longest = '/' + 'x'.repeat(2047);
    expect(await at(`?returnUrl=${longest}`)).toBe(longest);
  });

  it('gives what was noted where the login is a function', async () => {
    const { go } = await setup({ login: () => '/open' });
    await go('/open?returnUrl=%2Forders');
    expect(TestBed.runInInjectionContext(() => injectReturnUrl())()).toBe('/orders');
  });

  it('gives the fallback when there are several', async () => {
    expect(await at('?returnUrl=%2Fa&returnUrl=%2Fb')).toBe('/');
  });
});
