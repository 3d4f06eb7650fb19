import { TestBed } from '@angular/core/testing';
import { concat, concatMap, defer, EMPTY, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { FIRST, held, HttpFailure, inVirtualTime, SECOND, setup, token } from '../testbed/bare-session';
import { RefreshUnavailableError } from './refresh-unavailable-error';
import { SessionEndedError } from './session-ended-error';
import { TokenSet } from './token-set';

describe('Session', () => {
  beforeEach(() => localStorage.clear());

  describe('#refresh$', () => {
    it('R1: makes one call for all who join, and hands every one of them the fresh credentials', () =>
      inVirtualTime(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const answer$ = cold('---(s|)', { s: SECOND });
        const { session } = setup({}, () => answer$);
        session.start(FIRST);

        const joins$ = hot('ab-c------');
        const got: unknown[] = [];
        joins$.subscribe((who) => session.refresh$.subscribe((fresh) => got.push([who, token(fresh)])));

        expectObservable(session.refresh$).toBe('---(c|)', {
          c: { generation: 3, session: 1, accessToken: 'access-2' },
        });
        expectSubscriptions(answer$.subscriptions).toBe('^--!');
        cold('----x').subscribe(() =>
          expect(got).toEqual([
            ['a', 'access-2'],
            ['b', 'access-2'],
            ['c', 'access-2'],
          ]),
        );
      }));

    it('hands the credentials also to one who joins while they are being handed out', () => {
      const { session, calls } = setup({}, () => of(SECOND));
      session.start(FIRST);
      const got: unknown[] = [];

      session.refresh$.subscribe(() => session.refresh$.subscribe((fresh) => got.push(token(fresh))));

      expect(got).toEqual(['access-2']);
      expect(calls.length).toBe(1);
    });

    it('R11: goes on when all who wait leave, and stores what it gets', () =>
      inVirtualTime(({ cold, expectSubscriptions, flush }) => {
        const answer$ = cold('---(s|)', { s: SECOND });
        const { session } = setup({}, () => answer$);
        session.start(FIRST);

        const first = session.refresh$.subscribe();
        const second = session.refresh$.subscribe();
        first.unsubscribe();
        second.unsubscribe();

        expectSubscriptions(answer$.subscriptions).toBe('^--!');
        flush();
        expect(held().accessToken).toBe('access-2');
      }));

    it('starts a new call once the last one is done', () => {
      let count = 1;
      const { session, calls } = setup({}, () => defer(() => of({ accessToken: `access-${++count}` })));
      session.start(FIRST);

      const got: unknown[] = [];
      session.refresh$.subscribe((fresh) => got.push(token(fresh)));
      session.refresh$.subscribe((fresh) => got.push(token(fresh)));

      expect(got).toEqual(['access-2', 'access-3']);
      expect(calls).toEqual([FIRST, { accessToken: 'access-2', refreshToken: 'refresh-1', expiresIn: undefined }]);
    });

    it('E10, E11: keeps the refresh token when none is answered, and discards it when one is', () => {
      const answers = [of({ accessToken: 'access-2' }), of(SECOND), of({ accessToken: 'access-3' })];
      const { session, calls } = setup({}, () => answers.shift()!);
      session.start(FIRST);

      session.refresh$.subscribe();
      session.refresh$.subscribe();
      session.refresh$.subscribe();

      expect(calls.map(({ refreshToken }) => refreshToken)).toEqual(['refresh-1', 'refresh-1', 'refresh-2']);
    });

    it('takes promises and iterables from the application too', async () => {
      const { session } = setup({ refresh: () => Promise.resolve(SECOND) });
      session.start(FIRST);

      await new Promise<void>((resolve) => session.refresh$.subscribe({ complete: resolve }));

      expect(held().accessToken).toBe('access-2');
    });

    it('fails at once when nobody is signed in, and calls nothing', () => {
      const { session, calls } = setup();
      const error = jasmine.createSpy('error');

      session.refresh$.subscribe({ error });

      expect(error).toHaveBeenCalledOnceWith(jasmine.any(SessionEndedError));
      expect(calls.length).toBe(0);
    });
  });

  describe('a refused refresh', () => {
    for (const [what, failure] of [
      ['401', new HttpFailure(401)],
      ['403', new HttpFailure(403, { 'content-type': 'application/json' })],
      ['400 invalid_grant', new HttpFailure(400, {}, { error: 'invalid_grant' })],
    ] as const) {
      it(`ends the session once, on ${what}`, () => {
        const { session, ended } = setup({}, () => throwError(() => failure));
        session.start(FIRST);
        const errors: SessionEndedError[] = [];

        session.refresh$.subscribe({ error: (error: SessionEndedError) => errors.push(error) });
        session.refresh$.subscribe({ error: (error: SessionEndedError) => errors.push(error) });

        expect(ended).toEqual(['refused']);
        expect(errors.map(({ name, reason }) => [name, reason])).toEqual([
          ['SessionEndedError', 'refused'],
          ['SessionEndedError', 'refused'],
        ]);
        expect(errors[0]!.cause).toEqual(
          jasmine.objectContaining({ message: failure.message, status: failure.status }),
        );
        expect(session.signedIn()).toBeFalse();
      });
    }

    it('R24: is what the application says it is', () => {
      const { session, ended } = setup({ refused: [418] }, () => throwError(() => new HttpFailure(418)));
      session.start(FIRST);
      session.refresh$.subscribe({ error: () => undefined });
      expect(ended).toEqual(['refused']);
    });

    it('E9: says when the answer to an earlier refresh had been lost', () =>
      inVirtualTime(({ cold, flush }) => {
        const answers = [throwError(() => new Error('Network Error')), throwError(() => new HttpFailure(401))];
        const { session, events } = setup({}, () => answers.shift()!);
        session.start(FIRST);
        cold('a 2s b').subscribe(() => session.refresh$.subscribe({ error: () => undefined }));
        flush();

        expect(events.at(-1)).toEqual({ type: 'ended', reason: 'refused', afterLostResponse: true });
      }));
  });

  describe('a refresh that proves nothing', () => {
    for (const [what, answer] of [
      ['a lost connection', () => throwError(() => new Error('Network Error'))],
      ['429', () => throwError(() => new HttpFailure(429))],
      ['500', () => throwError(() => new HttpFailure(500))],
      ['503', () => throwError(() => new HttpFailure(503))],
      ['400 without invalid_grant', () => throwError(() => new HttpFailure(400, {}, { error: 'invalid_client' }))],
      ['a 403 page of HTML', () => throwError(() => new HttpFailure(403, { 'content-type': 'text/html' }))],
      ['a page of HTML', () => of('<!doctype html>')],
      ['nothing', () => EMPTY],
      ['null', () => of(null)],
      ['an array', () => of([])],
      ['no access token', () => of({ refreshToken: 'refresh-2' })],
      ['an access token that is no string', () => of({ accessToken: 7 })],
      ['an access token "undefined" in disguise', () => of({ accessToken: undefined })],
      ['an empty access token', () => of({ accessToken: '' })],
      ['an access token with a line break', () => of({ accessToken: 'a\r\nX-Evil: 1' })],
      [
        'a `refresh` that throws',
        () =>
          defer(() => {
            throw new TypeError('broken');
          }),
      ],
    ] as [string, () => Observable<unknown>][]) {
      it(`keeps the session: ${what}`, () => {
        spyOn(console, 'warn');
        const { session, ended, events } = setup({}, answer);
        session.start(FIRST);
        const error = jasmine.createSpy('error');

        session.refresh$.subscribe({ error });

        expect(error).toHaveBeenCalledOnceWith(jasmine.any(RefreshUnavailableError));
        expect(ended).toEqual([]);
        expect(events.map(({ type }) => type)).toEqual(['unavailable']);
        expect(session.state()).toEqual({ phase: 'signed-in', refreshing: false, failing: true });
        expect(held().accessToken).toBe('access-1');
      });
    }

    it('is not only an outage to a developer when the answer is an odd one', () => {
      const warn = spyOn(console, 'warn');
      const { session } = setup({}, () => throwError(() => new HttpFailure(415)));
      session.start(FIRST);
      session.refresh$.subscribe({ error: () => undefined });
      expect(warn).toHaveBeenCalledOnceWith(jasmine.stringMatching(/the refresh was answered 415, .* `refused`/));
    });

    it('is what it comes to when `refused` cannot read the answer', () => {
      const refused = () => {
        throw new TypeError('broken');
      };
      const { session, calls, ended } = setup({ refused }, () => throwError(() => new HttpFailure(503)));
      session.start(FIRST);
      for (let i = 0; i < 3; i++) session.refresh$.subscribe({ error: () => undefined });
      expect(session.state()).toEqual({ phase: 'signed-in', refreshing: false, failing: true });
      expect([calls.length, ended]).toEqual([1, []]);
    });

    it('is not asked about without a pause for ever, though the server says "now"', () =>
      inVirtualTime(({ cold, flush }) => {
        const { session, calls } = setup({}, () => throwError(() => new HttpFailure(503, { 'retry-after': '0' })));
        session.start(FIRST);
        cold('abcdefgh').subscribe(() => session.refresh$.subscribe({ error: () => undefined }));
        flush();
        expect(calls.length).toBe(2);
      }));

    it('R15: is one failure, however many wait for it', () =>
      inVirtualTime(({ cold, flush }) => {
        const { session, events } = setup({}, () => cold('-#', {}, new HttpFailure(503)));
        session.start(FIRST);
        const retryAts: number[] = [];
        for (let i = 0; i < 3; i++) {
          session.refresh$.subscribe({ error: (e: RefreshUnavailableError) => retryAts.push(e.retryAt.getTime()) });
        }
        flush();

        expect(events.map(({ type }) => type)).toEqual(['unavailable']);
        expect(retryAts).toEqual([1_002, 1_002, 1_002]);
      }));

    it('R15: leaves the server alone until it may be asked again', () =>
      inVirtualTime(({ cold, flush }) => {
        const { session, calls } = setup({}, () => throwError(() => new HttpFailure(503)));
        session.start(FIRST);
        const retryAts: number[] = [];
        const ask = () =>
          session.refresh$.subscribe({ error: (e: RefreshUnavailableError) => retryAts.push(e.retryAt.getTime()) });

        ask();
        ask();
        cold('999ms a b').subscribe(ask); // still pausing, then not
        cold('2999ms a b').subscribe(ask); // the second pause is twice as long
        flush();

        expect(calls.length).toBe(3);
        expect(retryAts).toEqual([1_001, 1_001, 1_001, 3_001, 3_001, 7_001]);
      }));

    for (const [what, value, pause] of [
      ['seconds', '7', 7_000],
      ['a date', 'Thu, 01 Jan 1970 00:00:05 GMT', 5_000],
      ['a date that has passed', 'Thu, 01 Jan 1969 00:00:05 GMT', 0],
      ['a time without end', '999999999999', 3_600_000],
      ['nonsense', 'soon', 1_000],
    ] as const) {
      it(`E4: waits as long as Retry-After says: ${what}`, () =>
        inVirtualTime(() => {
          const { session } = setup({}, () => throwError(() => new HttpFailure(429, { 'retry-after': value })));
          session.start(FIRST);
          let retryAt: number | undefined;
          session.refresh$.subscribe({
            error: (error: RefreshUnavailableError) => (retryAt = error.retryAt.getTime()),
          });
          expect(retryAt).toBe(pause + 1); // which is then over on every clock
        }));
    }

    it('R16: pauses for the token that failed, not for the next sign-in', () => {
      const answers = [throwError(() => new HttpFailure(503)), of(SECOND)];
      const { session } = setup({}, () => answers.shift()!);
      session.start(FIRST);
      session.refresh$.subscribe({ error: () => undefined });

      session.start({ accessToken: 'other' });
      session.refresh$.subscribe();

      expect(held().accessToken).toBe('access-2');
    });

    it('carries no token in its cause', () => {
      const failure = Object.assign(new Error('Network Error'), { config: { data: 'refresh-1' }, code: 'ERR_NETWORK' });
      const { session } = setup({}, () => throwError(() => failure));
      session.start(FIRST);
      let caught: RefreshUnavailableError | undefined;
      session.refresh$.subscribe({ error: (error: RefreshUnavailableError) => (caught = error) });

      expect(caught!.cause).toEqual(jasmine.objectContaining({ message: 'Network Error', code: 'ERR_NETWORK' }));
      expect(Object.keys(caught!.cause!)).not.toContain('config');
      expect(JSON.stringify([caught, caught!.cause])).not.toContain('refresh-1');
    });
  });

  describe('the deadline', () => {
    it('R13, R14: fails those who wait, keeps the session, and adopts an answer that comes later', () =>
      inVirtualTime(({ cold, expectObservable, expectSubscriptions, flush }) => {
        const answer$ = cold('15s (s|)', { s: SECOND });
        const { session, calls } = setup({ deadline: 10_000 }, () => answer$);
        session.start(FIRST);

        expectObservable(session.refresh$.pipe((source) => mapError(source))).toBe(
          '10s #',
          {},
          'RefreshUnavailableError',
        );
        expectSubscriptions(answer$.subscriptions).toBe('^ 14999ms !');
        flush();

        expect(calls.length).toBe(1);
        expect(held().accessToken).toBe('access-2');
        expect(session.state()).toEqual({ phase: 'signed-in', refreshing: false, failing: false });
      }));

    it('R14: sends no second refresh while the first may still answer, until it is given up', () =>
      inVirtualTime(({ cold, expectSubscriptions, flush }) => {
        const answer$ = cold('-');
        const { session } = setup({ deadline: 10_000 }, () => answer$);
        session.start(FIRST);
        cold('a 11999ms b 17999ms c').subscribe(() => session.refresh$.subscribe({ error: () => undefined }));

        expectSubscriptions(answer$.subscriptions).toBe(['^ 29999ms !']);
        flush();
      }));
  });

  it('takes no answer for lost that was only late', () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, events } = setup({ deadline: 10_000 }, () => cold('15s #', {}, new HttpFailure(401)));
      session.start(FIRST);
      session.refresh$.subscribe({ error: () => undefined });
      flush();
      expect(events.at(-1)).toEqual({ type: 'ended', reason: 'refused', afterLostResponse: false });
    }));

  it('takes a deadline that no timer can run', async () => {
    const { session } = setup({ deadline: 1e9, refresh: () => Promise.resolve(SECOND) });
    session.start(FIRST);
    await new Promise<void>((resolve, reject) => session.refresh$.subscribe({ complete: resolve, error: reject }));
    expect(held().accessToken).toBe('access-2');
  });

  describe('nothing to refresh with', () => {
    it('ends the session as such', () => {
      const { session, ended } = setup({}, () => null);
      session.start(FIRST);
      const error = jasmine.createSpy('error');

      session.refresh$.subscribe({ error });

      expect(ended).toEqual(['no-refresh-token']);
      expect(error).toHaveBeenCalledOnceWith(jasmine.objectContaining({ reason: 'no-refresh-token' }));
    });
  });

  describe('#end', () => {
    it('L1: wins over a refresh that is running, whatever that answers later', () =>
      inVirtualTime(({ cold, expectObservable, expectSubscriptions, flush }) => {
        const answer$ = cold('---(s|)', { s: SECOND });
        const { session, ended } = setup({}, () => answer$);
        session.start(FIRST);
        cold('--x').subscribe(() => void session.end());

        expectObservable(mapError(session.refresh$)).toBe('--#', {}, 'SessionEndedError');
        expectSubscriptions(answer$.subscriptions).toBe('^-!');
        flush();

        expect(ended).toEqual(['signed-out']);
        expect(session.signedIn()).toBeFalse();
        expect(held().accessToken).toBeUndefined();
      }));

    it('has ended the session before it asks the server, with the tokens that were held', async () => {
      const asked: [TokenSet, boolean][] = [];
      const { session } = setup({
        signOut: (tokens) => {
          asked.push([tokens, session.signedIn()]);
          return throwError(() => new HttpFailure(500));
        },
      });
      session.start(FIRST);

      await session.end();

      expect(asked).toEqual([[FIRST, false]]);
      expect(session.signedIn()).toBeFalse();
    });

    it('L10: resolves at the deadline when the server does not answer', async () => {
      const { session } = setup({ signOut: () => NEVER, deadline: 20 });
      session.start(FIRST);
      await expectAsync(session.end()).toBeResolved();
    });

    it('tells that no answer was lost', () => {
      const { session } = setup();
      const ends: unknown[] = [];
      session.ended$.subscribe((end) => ends.push(end));
      session.start(FIRST);
      session.start(SECOND);
      void session.end();
      expect(ends).toEqual([
        { reason: 'replaced', afterLostResponse: false },
        { reason: 'signed-out', afterLostResponse: false },
      ]);
    });

    it('resolves at the deadline when neither the server nor the store answers', async () => {
      const never = () => new Promise<never>(() => undefined);
      const { session } = setup({
        signOut: () => NEVER,
        store: { read: () => null, write: never, clear: never },
        deadline: 20,
      });
      session.start(FIRST);
      await expectAsync(session.end()).toBeResolved();
    });

    it('does nothing when nobody is signed in', async () => {
      const signOut = jasmine.createSpy('signOut');
      const { session, ended } = setup({ signOut });
      await session.end();
      expect(ended).toEqual([]);
      expect(signOut).not.toHaveBeenCalled();
    });
  });

  describe('#start', () => {
    it('replaces the session of somebody else, whose waiting requests are told', () =>
      inVirtualTime(({ cold, expectObservable, flush }) => {
        const { session, ended } = setup({}, () => cold('---(s|)', { s: SECOND }));
        session.start(FIRST, { subject: 'ada' });
        cold('-x').subscribe(() => session.start({ accessToken: 'of-grace' }, { subject: 'grace' }));

        expectObservable(mapError(session.refresh$)).toBe('-#', {}, 'SessionEndedError');
        flush();

        expect(ended).toEqual(['replaced']);
        expect(held()).toEqual(jasmine.objectContaining({ session: 2, accessToken: 'of-grace' }));
      }));

    it('goes on with the session of the same subject, whose waiting requests get the new token', () =>
      inVirtualTime(({ cold, expectObservable, flush }) => {
        const { session, ended } = setup({}, () => cold('---(s|)', { s: SECOND }));
        session.start(FIRST, { subject: 'ada' });
        cold('-x').subscribe(() => session.start({ accessToken: 'newer' }, { subject: 'ada' }));

        expectObservable(session.refresh$).toBe('-(n|)', { n: { generation: 3, session: 1, accessToken: 'newer' } });
        flush();
        expect(ended).toEqual([]);
      }));

    it('takes every start without a subject for a new session', () => {
      const { session, ended } = setup();
      session.start(FIRST);
      session.start(SECOND);
      expect(ended).toEqual(['replaced']);
      expect(held().session).toBe(2);
    });

    it('L5: works after a session has ended, and its end is told anew', () => {
      const { session, ended } = setup({}, () => throwError(() => new HttpFailure(401)));
      session.start(FIRST);
      session.refresh$.subscribe({ error: () => undefined });
      session.start(SECOND);
      expect(session.signedIn()).toBeTrue();
      session.refresh$.subscribe({ error: () => undefined });
      expect(ended).toEqual(['refused', 'refused']);
    });

    it('refuses what is no token set, and says what is missing', () => {
      const { session } = setup();
      for (const rubbish of [undefined, {}, { accessToken: '' }, { accessToken: 'a b' }, { accessToken: 3 as never }]) {
        expect(() => session.start(rubbish)).toThrowError(TypeError, /`accessToken`/);
      }
      expect(session.signedIn()).toBeFalse();
    });
  });

  describe('a token that is known to have run out', () => {
    it('T5: is refreshed before it is used, by the lifetime since its receipt', () =>
      inVirtualTime(({ cold, flush }) => {
        const { session, calls } = setup({}, () => of(SECOND));
        session.start({ ...FIRST, expiresIn: 10 });
        const got: unknown[] = [];
        cold('9999ms a b').subscribe(() =>
          session.credentials$.subscribe((credentials) => got.push(token(credentials))),
        );
        flush();

        expect(got).toEqual(['access-1', 'access-2']);
        expect(calls.length).toBe(1);
      }));

    it('T5, T6: is told by `exp - iat` of a JWT where the server gives no lifetime, whatever the clock says', () =>
      inVirtualTime(({ cold, flush }) => {
        const { session, calls } = setup({}, () => of(SECOND));
        session.start({ accessToken: `e30.${btoa(JSON.stringify({ iat: 1e9, exp: 1e9 + 10 })).replace(/=/g, '')}.s` });
        cold('9999ms a b').subscribe(() => session.credentials$.subscribe());
        flush();
        expect(calls.length).toBe(1);
      }));

    it('E12: is never assumed of an opaque token, nor of one with an absurd lifetime', () =>
      inVirtualTime(({ cold, flush }) => {
        for (const expiresIn of [undefined, 0, -1, NaN, Infinity, '3600' as never]) {
          TestBed.resetTestingModule();
          const { session, calls } = setup();
          session.start({ accessToken: 'a.b.c', expiresIn });
          cold('100d a').subscribe(() => session.credentials$.subscribe());
          flush();
          expect(calls.length).toBe(0);
        }
      }));
  });

  describe('#accessToken$', () => {
    it('gives a token that is good now, refreshed first if need be', () =>
      inVirtualTime(({ cold, expectObservable }) => {
        const { session } = setup({}, () => cold('--(s|)', { s: SECOND }));
        session.start({ ...FIRST, expiresIn: 1 });
        expectObservable(session.accessToken$()).toBe('(t|)', { t: 'access-1' });
        expectObservable(concat(cold('1s |'), session.accessToken$())).toBe('1s --(t|)', { t: 'access-2' });
      }));

    it('R1, R2: refreshes once for all who bring the token that was refused, and not for who comes late', () =>
      inVirtualTime(({ cold, expectObservable, flush }) => {
        const { session, calls } = setup({}, () => cold('--(s|)', { s: SECOND }));
        session.start(FIRST);
        const instead$ = () => session.accessToken$({ refused: 'access-1' });
        expectObservable(instead$()).toBe('--(t|)', { t: 'access-2' });
        expectObservable(concat(cold('-|'), defer(instead$))).toBe('--(t|)', { t: 'access-2' });
        expectObservable(concat(cold('5s |'), defer(instead$))).toBe('5s (t|)', { t: 'access-2' });
        flush();
        expect(calls).toEqual([FIRST]);
      }));

    it('R6: fails while fresh tokens are refused too, and says until when', () =>
      inVirtualTime(({ cold, flush }) => {
        let n = 1;
        const { session, calls, events } = setup({}, () => of({ accessToken: `access-${++n}` }));
        session.start(FIRST);
        let failure: unknown;
        const connect$ = (refused: string): Observable<string> =>
          concat(cold('1s |'), session.accessToken$({ refused })).pipe(concatMap(connect$));
        connect$('access-1').subscribe({ error: (error: unknown) => (failure = error) });
        flush();
        expect(failure).toBeInstanceOf(RefreshUnavailableError);
        const { retryAt, cause } = failure as RefreshUnavailableError;
        expect(retryAt).toEqual(new Date(64_000));
        expect((cause as Error).message).toContain('refuses');
        expect(calls.length).toBe(3);
        expect(events.filter(({ type }) => type === 'ineffective').length).toBe(1);
        expect(session.signedIn()).toBeTrue();
      }));

    it('R6: counts a fresh token too that another one has brought', () =>
      inVirtualTime(({ cold, flush }) => {
        let n = 1;
        const { session, calls } = setup({}, () => of({ accessToken: `access-${++n}` }));
        session.start(FIRST);
        session.refresh$.subscribe(); // what a request has asked for
        const connect$ = (refused: string): Observable<string> =>
          concat(cold('1s |'), session.accessToken$({ refused })).pipe(concatMap(connect$));
        connect$('access-1').subscribe({ error: () => undefined });
        flush();
        expect(calls.length).toBe(3);
      }));

    it('makes nothing of a token that is refused after a while, in which it may have run out', () =>
      inVirtualTime(({ cold, flush }) => {
        let n = 1;
        const { session, calls } = setup({}, () => of({ accessToken: `access-${++n}` }));
        session.start(FIRST);
        const connect$ = (refused: string): Observable<string> =>
          concat(cold('3001ms |'), session.accessToken$({ refused })).pipe(
            concatMap((token) => (calls.length < 9 ? connect$(token) : of(token))),
          );
        connect$('access-1').subscribe();
        flush();
        expect(calls.length).toBe(9);
      }));

    it('fails when nobody is signed in', () => {
      const { session } = setup();
      const error = jasmine.createSpy('error');
      session.accessToken$().subscribe({ error });
      expect(error).toHaveBeenCalledOnceWith(jasmine.any(SessionEndedError));
    });

    it('says that cookies hold no token for JavaScript', () => {
      const { session } = setup({ tokens: 'cookies' });
      session.start();
      const error = jasmine.createSpy('error');
      session.accessToken$().subscribe({ error });
      expect(error).toHaveBeenCalledOnceWith(
        jasmine.objectContaining({ message: jasmine.stringContaining("tokens: 'cookies'") }),
      );
    });
  });

  describe('the events', () => {
    it('R19: are told after the change, so that a listener may do anything', () => {
      const again = new Subject<unknown>();
      const { session } = setup({}, () => of(SECOND));
      session.start(FIRST);
      const seen: unknown[] = [];
      session.events$.subscribe(({ type }) => {
        seen.push([type, held().accessToken, session.state().refreshing]);
        if (type === 'refreshed') void session.end();
      });

      session.refresh$.subscribe({
        next: (value) => again.next(value),
        error: (error: Error) => seen.push(error.name),
      });

      expect(seen).toEqual([['refreshed', 'access-2', false], 'SessionEndedError', ['ended', undefined, false]]);
    });

    it('R19: let a listener begin and refresh another session when one ends', () => {
      const answer = new Subject<TokenSet>();
      const { session, calls } = setup({}, () => answer);
      session.start(FIRST);
      const got: unknown[] = [];
      session.ended$.subscribe(() => {
        session.start({ accessToken: 'guest-1' });
        session.refresh$.subscribe((fresh) => got.push(token(fresh)));
      });

      void session.end();
      answer.next({ accessToken: 'guest-2' });

      expect(got).toEqual(['guest-2']);
      expect(session.state()).toEqual({ phase: 'signed-in', refreshing: false, failing: false });
      expect(calls.length).toBe(1);
    });

    it('tell of a session that was replaced once the next one is there, and of every session once', () => {
      const { session, ended } = setup();
      session.start(FIRST);
      const seen: unknown[] = [];
      session.ended$.subscribe(() => {
        seen.push(session.signedIn());
        if (seen.length === 1) session.start({ accessToken: 'third' });
      });
      session.start({ accessToken: 'second' });
      expect(seen).toEqual([true, true]);
      expect(ended).toEqual(['replaced', 'replaced']);
      expect(held()).toEqual(jasmine.objectContaining({ session: 3, accessToken: 'third' }));
    });

    it('spare a subscriber of the refresh an error after its value, when it signs out', () => {
      const { session } = setup({}, () => of(SECOND));
      session.start(FIRST);
      const seen: string[] = [];
      session.refresh$.subscribe({
        next: () => {
          seen.push('next');
          void session.end();
        },
        error: () => seen.push('error'),
        complete: () => seen.push('complete'),
      });
      expect(seen).toEqual(['next', 'complete']);
    });

    it('never carry a token', () => {
      const answers = [throwError(() => new HttpFailure(503)), throwError(() => new HttpFailure(401))];
      const { session, events } = setup({}, () => answers.shift() ?? of(SECOND));
      session.start(FIRST);
      session.refresh$.subscribe({ error: () => undefined });
      session.start(SECOND);
      session.refresh$.subscribe({ error: () => undefined });

      expect(events.map(({ type }) => type)).toEqual(['unavailable', 'ended', 'ended']);
      expect(JSON.stringify(events)).not.toMatch(/access-|refresh-\d/);
    });
  });
});

function mapError<T>(source: Observable<T>): Observable<T> {
  return new Observable((subscriber) =>
    source.subscribe({
      next: (value) => subscriber.next(value),
      error: (error: Error) => subscriber.error(error.name),
      complete: () => subscriber.complete(),
    }),
  );
}
