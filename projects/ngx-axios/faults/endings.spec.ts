import { TestBed } from '@angular/core/testing';
import { createEnvironmentInjector, EnvironmentInjector } from '@angular/core';
import {
  AxiosClient,
  BodySessionOptions,
  isRefreshUnavailableError,
  isSessionEndedError,
  provideAxios,
  RefreshUnavailableError,
  Session,
  SessionEvent,
  TokenSet,
  withEarlyRefresh,
  withSession,
} from 'ngx-axios';
import { firstValueFrom, forkJoin, Observable, of, Subject } from 'rxjs';
import { outcome, setup, signIn } from '../testbed/backend';
import { Ledger } from '../testbed/ledger';

describe('The end of a session', () => {
  it('L6: is not told to whoever listens afterwards, who can ask for the state', async () => {
    const { client, session } = setup();
    await signIn(client, session);
    void session.end();
    const told: unknown[] = [];
    session.ended$.subscribe((end) => told.push(end));
    session.events$.subscribe((event) => told.push(event));
    session.start({ accessToken: 'next' });
    expect(told).toEqual([]);
    expect(session.state()).toEqual({ phase: 'signed-in', refreshing: false, failing: false });
  });

  for (const [what, write] of [
    [
      'throws',
      () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    ],
    ['rejects', () => Promise.reject(new Error('closing'))],
    ['never answers', () => new Promise<void>(() => undefined)],
  ] as [string, () => Promise<void>][]) {
    it(`L7: goes on in memory when the store ${what}, and says so`, async () => {
      const cleared: unknown[] = [];
      const store = { read: () => null, write, clear: () => void cleared.push('cleared') };
      const { client, session } = setup({ session: { store, deadline: 200 } });
      const failures: SessionEvent[] = [];
      session.events$.subscribe((event) => event.type === 'store-failed' && failures.push(event));
      const lab = await signIn(client, session);
      await lab.expire();

      await firstValueFrom(forkJoin([1, 2, 3].map((n) => client.get(`/notes?n=${n}`))));
      await lab.until(() => failures.length === 2); // the sign-in's and the refresh's

      expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshes: 1, expired: 3 }));
      await session.end();
      await lab.until(() => cleared.length === 1);
    });
  }

  it('L10: comes here also when the server fails to sign out, or does not answer', async () => {
    for (const signOut of [
      () => {
        throw new Error('broken');
      },
      () => Promise.reject(new Error('500')),
      () => new Promise(() => undefined),
      () => null,
    ] as (() => Promise<unknown>)[]) {
      TestBed.resetTestingModule();
      const { client, session, ended } = setup({ session: { signOut, deadline: 50 } });
      const lab = await signIn(client, session);
      const over = session.end();
      expect(session.signedIn()).toBeFalse();
      await over;
      expect(ended).toEqual(['signed-out']);
      await outcome(client.get('/notes'));
      expect((await lab.counts()).requests).toBe(0); // what is sent afterwards goes without the token
    }
  });

  it('L2: rejects what waits for a store that is still being read, and sends none of it', async () => {
    let answer!: (value: null) => void;
    const store = {
      read: () => new Promise<null>((resolve) => (answer = resolve)),
      write: () => undefined,
      clear: () => undefined,
    };
    const { client, session } = setup({ session: { store } });
    const waiting = outcome(client.get('/notes'));
    await Promise.resolve();
    void session.end();
    answer(null);
    const { error } = await waiting;
    expect(isSessionEndedError(error) && error.reason).toBe('signed-out');
  });

  describe('of the application', () => {
    const providers = () => [
      provideAxios(
        { baseURL: 'https://api.example' },
        withSession({
          tokens: 'body',
          refresh: () => of({ accessToken: 'next', expiresIn: 900 }),
          signOut: () => of(null),
          store: 'sessionStorage',
        }),
        withEarlyRefresh({ leeway: 30_000 }),
      ),
    ];

    it('L8, T12: a thousand times over, it leaves no timer, listener or channel', async () => {
      const parent = TestBed.inject(EnvironmentInjector);
      const ledger = new Ledger();
      for (let n = 0; n < 1000; n++) {
        const injector = createEnvironmentInjector(providers(), parent);
        const session = injector.get(Session);
        injector.get(AxiosClient);
        session.start({ accessToken: 'first', refreshToken: 'r', expiresIn: 900 });
        if (n % 2) await firstValueFrom(session.refresh$);
        if (n % 3 === 0) void session.end();
        if (n === 0) expect(ledger.taken()).withContext('the ledger sees what is taken').not.toEqual(ledger.nothing);
        injector.destroy();
      }
      await new Promise((resolve) => setTimeout(resolve));
      ledger.close();
      sessionStorage.clear();

      expect(ledger.taken()).toEqual(ledger.nothing);
    });

    describe('in the middle of', () => {
      const CREDENTIALS = { accessToken: 'first', refreshToken: 'r', expiresIn: 900 };
      let ledger: Ledger;
      const application = (options: Partial<BodySessionOptions<AxiosClient>>) =>
        createEnvironmentInjector(
          [
            provideAxios(
              { baseURL: 'https://api.example', adapter: async (config) => ({ ...EMPTY_ANSWER, config }) },
              withSession({ tokens: 'body', refresh: () => null, ...options }),
            ),
          ],
          TestBed.inject(EnvironmentInjector),
        );

      beforeEach(() => (ledger = new Ledger()));
      afterEach(async () => {
        await new Promise((resolve) => setTimeout(resolve)); // Angular's own, which looks for changes
        ledger.close();
        expect(ledger.taken()).toEqual(ledger.nothing);
      });

      it('L8: a refresh, it tells those who wait, leaves no timer, and keeps what is answered late', async () => {
        const answer = new Subject<TokenSet>();
        const kept: unknown[] = [];
        const store = { read: () => null, write: (record: unknown) => void kept.push(record), clear: () => undefined };
        const injector = application({ refresh: () => answer, store });
        const session = injector.get(Session);
        session.start(CREDENTIALS);
        const waiting = [outcome(session.refresh$), outcome(injector.get(AxiosClient).get('/notes'))];
        await Promise.resolve();
        expect(session.state().refreshing).toBeTrue();

        injector.destroy();

        const [asked, sent] = await Promise.all(waiting);
        expect((asked!.error as RefreshUnavailableError).cause!.message).toContain('destroyed');
        expect(isRefreshUnavailableError(asked!.error)).toBeTrue();
        expect(isRefreshUnavailableError(sent!.error)).toBeTrue();
        answer.next({ accessToken: 'late', refreshToken: 'rotated' });
        expect(kept).toEqual([
          jasmine.anything(),
          jasmine.objectContaining({ tokens: jasmine.objectContaining({ refreshToken: 'rotated' }) }),
        ]);
      });

      it('L8: a sign-out, it lets the server hear of it', async () => {
        const stopped = jasmine.createSpy('stopped');
        const signOut = () => new Observable(() => stopped);
        const injector = application({ signOut });
        injector.get(Session).start(CREDENTIALS);
        void injector.get(Session).end();
        injector.destroy();
        await Promise.resolve();
        expect(stopped).not.toHaveBeenCalled();
      });

      it('L8: reading its store, it tells those who wait, and sends none of it', async () => {
        const store = { read: () => new Promise(() => undefined), write: () => undefined, clear: () => undefined };
        const injector = application({ store });
        const waiting = outcome(injector.get(AxiosClient).get('/notes'));
        await Promise.resolve();
        injector.destroy();
        expect(isRefreshUnavailableError((await waiting).error)).toBeTrue();
      });

      it('L8: writing to its store, it leaves no timer', () => {
        const store = { read: () => null, write: () => new Promise<void>(() => undefined), clear: () => undefined };
        const injector = application({ store });
        injector.get(Session).start(CREDENTIALS);
        expect(ledger.taken().intervals).toBe(1); // RxJS makes its timers of intervals
        injector.destroy();
      });
    });
  });
});

const EMPTY_ANSWER = { data: '', status: 200, statusText: 'OK', headers: {} };
