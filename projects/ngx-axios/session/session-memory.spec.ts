import { TestBed } from '@angular/core/testing';
import { firstValueFrom, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { provideSession } from './provide-session';
import { Session } from './session';
import { SessionEvent } from './session-event';
import { SessionMemory } from './session-memory';
import { AccessInMemoryOptions, BodySessionOptions, CookieSessionOptions } from './session-options';
import { SessionRecord } from './session-record';
import { SessionStore } from './session-store';
import { TokenSet } from './token-set';

type Options =
  Partial<BodySessionOptions<object>> | Partial<AccessInMemoryOptions<object>> | Partial<CookieSessionOptions<object>>;

function setup(
  options: Options,
  refresh: () => Observable<TokenSet> = () => throwError(() => new Error('Network Error')),
) {
  const calls: TokenSet[] = [];
  TestBed.configureTestingModule({
    providers: [
      provideSession<object>(
        {
          tokens: 'body',
          ...options,
          refresh: (tokens: TokenSet) => (calls.push(tokens), refresh()),
        } as BodySessionOptions<object>,
        () => ({ http: {}, baseURL: '', answerOf: (failure) => failure as never }),
      ),
    ],
  });
  const session = TestBed.inject(Session);
  const events: SessionEvent[] = [];
  session.events$.subscribe((event) => events.push(event));

  return { session, memory: TestBed.inject(SessionMemory), calls, events };
}

/** Lets everything happen that needs no time. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

/** What is held now. */
const held = () => TestBed.inject(SessionMemory).held.credentials;

/** The next page: a new injector over the same browser. */
const reload = () => TestBed.resetTestingModule();

const refusal = { status: 401, header: () => null, body: () => undefined };
const TOKENS = { accessToken: 'access-1', refreshToken: 'refresh-1', expiresIn: 60 };
const RECORD: SessionRecord = { version: 1, tokens: TOKENS, receivedAt: 0, subject: 'ada' };

describe('SessionMemory', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  describe('tokens in bodies', () => {
    it('writes nothing by default', () => {
      setup({}).session.start(TOKENS);
      expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
    });

    for (const area of ['localStorage', 'sessionStorage'] as const) {
      it(`survives a reload in ${area}, as one versioned record, until the session ends`, async () => {
        setup({ store: area, name: 'shop' }).session.start(TOKENS, { subject: 'ada' });
        expect(Object.keys(globalThis[area])).toEqual(['shop.session']);
        expect(JSON.parse(globalThis[area].getItem('shop.session')!)).toEqual({
          ...RECORD,
          receivedAt: jasmine.any(Number),
        });

        reload();
        const { session } = setup({ store: area, name: 'shop' });
        expect(session.signedIn()).toBeTrue();
        expect(held().accessToken).toBe('access-1');

        await session.end();
        expect(globalThis[area].length).toBe(0);
      });
    }

    it('finds nothing at first, which is no failure', async () => {
      const { session, events } = setup({ store: 'sessionStorage' });
      await settle();
      expect([session.state().phase, events]).toEqual(['signed-out', []]);
    });

    it('takes a record without a token for none', () => {
      sessionStorage.setItem('ngx-axios.session', JSON.stringify({ ...RECORD, tokens: {} }));
      expect(setup({ store: 'sessionStorage' }).session.state().phase).toBe('signed-out');
    });

    for (const [what, age, isKnown] of [
      ['a minute', 60_000, true],
      ['from now', 0, true],
      ['the future', -3_600_000, false],
      ['the last century', 50 * 365 * 86_400_000, false],
    ] as const) {
      it(`T2: counts the lifetime of a token from when it was received, unless the clock has been set since: ${what}`, () => {
        const tokens = { ...TOKENS, expiresIn: 120 };
        sessionStorage.setItem(
          'ngx-axios.session',
          JSON.stringify({ ...RECORD, tokens, receivedAt: Date.now() - age }),
        );
        const { memory } = setup({ store: 'sessionStorage' });
        const left = memory.held.runsOutAt - performance.now();
        if (isKnown) expect(Math.abs(left - (120_000 - age))).toBeLessThan(1000);
        else expect(left).toBe(Infinity);
      });
    }

    it('keeps the tokens of a refresh, as whole as those of the sign-in', () => {
      const { session } = setup({ store: 'localStorage' }, () => of({ accessToken: 'access-2' }));
      session.start(TOKENS, { subject: 'ada' });
      session.refresh$.subscribe();
      const { tokens, subject } = JSON.parse(localStorage.getItem('ngx-axios.session')!);
      expect([tokens, subject]).toEqual([{ accessToken: 'access-2', refreshToken: 'refresh-1' }, 'ada']);
    });

    for (const [what, text] of [
      ['no JSON', '{"version":1,'],
      ['a foreign value', '"hello"'],
      ['null', 'null'],
      ['an array', '[]'],
      ['a newer version', JSON.stringify({ ...RECORD, version: 2 })],
      ['tokens of another shape', JSON.stringify({ ...RECORD, tokens: { accessToken: { nested: true } } })],
      ['a token that breaks the header', JSON.stringify({ ...RECORD, tokens: { accessToken: 'a\r\nb' } })],
      ['no time of receipt', JSON.stringify({ ...RECORD, receivedAt: 'yesterday' })],
      ['a subject that is no text', JSON.stringify({ ...RECORD, subject: 7 })],
      ['a prototype', '{"__proto__":{"version":1}}'],
    ] as const) {
      it(`discards a record that is ${what}: the user is signed out, nothing throws`, () => {
        localStorage.setItem('ngx-axios.session', text);
        const { session } = setup({ store: 'localStorage' });
        expect(session.state()).toEqual({ phase: 'signed-out', refreshing: false, failing: false });
        session.start(TOKENS);
        expect(session.signedIn()).toBeTrue();
      });
    }

    it('T5: counts the lifetime from the receipt, also across a reload', () => {
      const at = (ago: number) => {
        reload();
        localStorage.setItem('ngx-axios.session', JSON.stringify({ ...RECORD, receivedAt: Date.now() - ago }));
        return setup({ store: 'localStorage' }).memory.readyCredentials()?.accessToken;
      };
      expect(at(59_000)).toBe('access-1');
      expect(at(61_000)).toBeUndefined(); // it has to be refreshed first
    });

    it('T7: takes the lifetime for unknown when the clock has been set back since: the server will tell', () => {
      localStorage.setItem('ngx-axios.session', JSON.stringify({ ...RECORD, receivedAt: Date.now() + 1e9 }));
      const { memory } = setup({ store: 'localStorage' });
      const later = performance.now() + 61_000;
      spyOn(performance, 'now').and.returnValue(later);
      expect(memory.readyCredentials()?.accessToken).toBe('access-1');
    });

    it('goes on in memory when the store fails, and says so', async () => {
      const broken: SessionStore = {
        read: () => {
          throw new DOMException('denied', 'SecurityError');
        },
        write: () => {
          throw new DOMException('full', 'QuotaExceededError');
        },
        clear: () => Promise.reject(new Error('gone')),
      };
      const { session, events } = setup({ store: broken });
      session.start(TOKENS);
      expect(held().accessToken).toBe('access-1');
      await settle();
      expect(events.map(({ type }) => type)).toEqual(['store-failed', 'store-failed']); // it could be neither read nor written
    });
  });

  describe('an asynchronous store', () => {
    function slowStore() {
      const read = new Subject<unknown>();
      const log: unknown[] = [];
      const finish: (() => void)[] = [];
      const store: SessionStore = {
        read: () => new Promise((resolve) => read.subscribe(resolve)),
        write: ({ tokens }) => (log.push(tokens.accessToken), new Promise<void>((resolve) => finish.push(resolve))),
        clear: () => (log.push('clear'), Promise.resolve()),
      };
      const finishWrites = async () => {
        for (const done of finish.splice(0)) done();
        await settle();
      };

      return { store, read, log, finishWrites };
    }
    it('holds everything back until it has answered', async () => {
      const { store, read } = slowStore();
      const { session } = setup({ store });
      expect(session.state().phase).toBe('restoring');
      const got: unknown[] = [];
      session.credentials$.subscribe(({ accessToken }) => got.push(accessToken));
      expect(got).toEqual([]);

      read.next({ ...RECORD, receivedAt: Date.now() });
      await settle();

      expect(got).toEqual(['access-1']);
      expect(session.signedIn()).toBeTrue();
    });

    it('does not undo a sign-in that was quicker', async () => {
      const { store, read } = slowStore();
      const { session } = setup({ store });
      session.start({ accessToken: 'newer' });
      read.next(RECORD);
      await settle();
      expect(held().accessToken).toBe('newer');
    });

    it('keeps nobody waiting who signs in meanwhile', async () => {
      const { store } = slowStore();
      const { session, calls } = setup({ store }, () => of({ accessToken: 'access-2' }));
      const got: unknown[] = [];
      session.credentials$.subscribe(({ accessToken }) => got.push(accessToken));
      session.start(TOKENS);
      session.refresh$.subscribe(({ accessToken }) => got.push(accessToken));
      expect(got).toEqual(['access-1', 'access-2']);
      expect(calls.length).toBe(1);
    });

    it('is not refreshed before anybody asks', async () => {
      const { store, read } = slowStore();
      const { session, calls } = setup({ store }, () => of({ accessToken: 'access-2' }));
      read.next({ ...RECORD, receivedAt: Date.now() - 3_600_000 }); // it has run out long ago
      await settle();
      expect([session.signedIn(), calls.length]).toEqual([true, 0]);
    });

    it('holds everybody back until the last look is over', async () => {
      const { session, memory } = setup({});
      session.start(TOKENS);
      const looks = [new Subject<void>(), new Subject<void>()];
      for (const look of looks) memory.lookAt(firstValueFrom(look));
      const got: unknown[] = [];
      session.credentials$.subscribe(({ accessToken }) => got.push(accessToken));
      looks[0]!.next();
      await settle();
      expect(got).toEqual([]);
      looks[1]!.next();
      await settle();
      expect(got).toEqual(['access-1']);
    });

    it('says nothing of what it could not read', async () => {
      const { events } = setup({
        store: { read: async () => JSON.parse('opaque-secret'), write: () => undefined, clear: () => undefined },
      });
      await settle();
      expect(events.map(({ type }) => type)).toEqual(['store-failed']);
      expect(String((events[0] as { cause: Error }).cause)).toBe('Error: The stored record is no JSON.');
    });

    it('is given up at the deadline', async () => {
      const { store } = slowStore();
      const { session, events } = setup({ store, deadline: 10 });
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(session.state().phase).toBe('signed-out');
      expect(events.map(({ type }) => type)).toEqual(['store-failed']);
      expect(String((events[0] as { cause: Error }).cause)).toContain('within 10 ms');
    });

    it('keeps nobody waiting when the user signs out meanwhile', () => {
      const { store } = slowStore();
      const { session } = setup({ store });
      const got: unknown[] = [];
      session.credentials$.subscribe({ next: (credentials) => got.push(credentials.session) });
      void session.end();
      expect(got).toEqual([0]);
    });

    it('is written in order, so that the last write wins, and the page may be left when `end()` resolves', async () => {
      const { store, log, finishWrites } = slowStore();
      const { session } = setup({ store });
      session.start({ accessToken: 'one' });
      session.start({ accessToken: 'two' });
      const over = session.end().then(() => log.push('over'));
      await settle();
      expect(log).toEqual(['one']);
      await finishWrites();
      expect(log).toEqual(['one', 'two']);
      await finishWrites();
      await over;
      expect(log).toEqual(['one', 'two', 'clear', 'over']);
    });
  });

  describe('an access token in memory', () => {
    const refreshed = () => of({ accessToken: 'access-2' });

    it('leaves a hint that holds no token', () => {
      setup({ tokens: 'access-in-memory' }).session.start(TOKENS);
      expect(Object.keys(localStorage)).toEqual(['ngx-axios.signed-in']);
      expect(JSON.stringify({ ...localStorage })).not.toMatch(/access-1|refresh-1/);
    });

    it('restores the session with a refresh where the hint says that it is worth a try, also when nobody asks', async () => {
      setup({ tokens: 'access-in-memory' }).session.start(TOKENS);
      reload();
      const { session, calls } = setup({ tokens: 'access-in-memory' }, refreshed);
      expect(session.state().phase).toBe('restoring');
      await settle();
      expect(session.signedIn()).toBeTrue();
      expect(held().accessToken).toBe('access-2');
      expect(calls).toEqual([{}]);
    });

    it('begins a session of its own for a sign-in that does not wait for what the server says', () => {
      localStorage.setItem('ngx-axios.signed-in', JSON.stringify({ ...RECORD, tokens: {}, subject: 'ada' }));
      const { session } = setup({ tokens: 'access-in-memory' }, () => NEVER);
      expect(session.state().phase).toBe('restoring');
      session.start({ accessToken: 'access-1' }, { subject: 'ada' });
      expect(held().session).toBeGreaterThan(0);
    });

    it('goes on trying while the server cannot tell', async () => {
      let down = 2;
      const busy = {
        status: 503,
        header: (name: string) => (name === 'retry-after' ? '0' : null),
        body: () => undefined,
      };
      const { session, calls } = setup({ tokens: 'access-in-memory', restore: 'always' }, () =>
        down-- > 0 ? throwError(() => busy) : refreshed(),
      );
      await new Promise((resolve) => session.events$.subscribe(({ type }) => type === 'refreshed' && resolve(null)));
      expect(session.signedIn()).toBeTrue();
      expect(calls.length).toBe(3);
    });

    it('finds nobody signed in when the server refuses, without telling of an end', () => {
      const { session, events } = setup({ tokens: 'access-in-memory', restore: 'always' }, () =>
        throwError(() => refusal),
      );
      const ended = jasmine.createSpy('ended');
      session.ended$.subscribe(ended);
      let restored: unknown;
      session.credentials$.subscribe((credentials) => (restored = credentials.session));
      expect(restored).toBe(0);
      expect(session.state().phase).toBe('signed-out');
      expect(ended).not.toHaveBeenCalled();
      expect(events).toEqual([]);
      expect(localStorage.length).toBe(0);
    });

    it('does not try without a hint, nor when told never to', () => {
      expect(setup({ tokens: 'access-in-memory' }).session.state().phase).toBe('signed-out');
      reload();
      localStorage.setItem('ngx-axios.signed-in', JSON.stringify({ ...RECORD, tokens: {} }));
      expect(setup({ tokens: 'access-in-memory', restore: 'never' }).session.state().phase).toBe('signed-out');
    });

    it('stays to be restored while the server cannot be reached', () => {
      const { session } = setup({ tokens: 'access-in-memory', restore: 'always' }, () => throwError(() => undefined));
      session.credentials$.subscribe({ error: () => undefined });
      expect(session.state()).toEqual({ phase: 'restoring', refreshing: false, failing: true });
    });

    it('is not restored any more once the user has signed out, and those who wait are told', async () => {
      const answer = new Subject<TokenSet>();
      const { session } = setup({ tokens: 'access-in-memory', restore: 'always' }, () => answer);
      const error = jasmine.createSpy('error');
      session.credentials$.subscribe({ error });
      await session.end();
      answer.next({ accessToken: 'late' });
      expect(error).toHaveBeenCalledOnceWith(
        jasmine.objectContaining({ name: 'SessionEndedError', reason: 'signed-out' }),
      );
      expect(session.signedIn()).toBeFalse();
    });

    it('gives those who wait for the restoring to whoever signs in meanwhile', () => {
      const answer = new Subject<TokenSet>();
      const { session } = setup({ tokens: 'access-in-memory', restore: 'always' }, () => answer);
      const got: unknown[] = [];
      session.credentials$.subscribe(({ accessToken }) => got.push(accessToken));
      session.start(TOKENS);
      answer.next({ accessToken: 'late' });
      expect(got).toEqual(['access-1']);
      expect(held().accessToken).toBe('access-1');
    });
  });

  describe('cookies', () => {
    it('takes the user for signed in where the hint says so, and asks nobody', () => {
      setup({ tokens: 'cookies' }).session.start();
      reload();
      const { session, calls } = setup({ tokens: 'cookies' });
      expect(session.signedIn()).toBeTrue();
      expect(calls).toEqual([]);
    });

    it('forgets the hint with the session', async () => {
      const { session } = setup({ tokens: 'cookies' });
      session.start();
      await session.end();
      reload();
      expect(setup({ tokens: 'cookies' }).session.signedIn()).toBeFalse();
    });
  });
});
