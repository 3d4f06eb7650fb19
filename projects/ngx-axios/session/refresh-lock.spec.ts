import { TestBed } from '@angular/core/testing';
import { concat, defer, firstValueFrom, NEVER, Observable, of, Subject, switchMap, take, tap, throwError } from 'rxjs';
import { FIRST, held, HttpFailure, inVirtualTime, SECOND, setup } from '../testbed/bare-session';
import { Credentials } from './credentials';
import { Exchanges } from './exchanges';
import { sharedNow } from './held';
import { provideEarlyRefresh } from './provide-early-refresh';
import { provideSession } from './provide-session';
import { RefreshLock } from './refresh-lock';
import { SessionEndedError } from './session-ended-error';
import { SessionEvent } from './session-event';
import { SessionOptions } from './session-options';

const GRACE = { accessToken: 'of-grace', refreshToken: 'refresh-of-grace' };

function fail(source$: Observable<unknown>): unknown {
  let failure: unknown;
  source$.subscribe({ error: (error: unknown) => (failure = error) });

  return failure;
}

describe('The lock', () => {
  const early$ = () => TestBed.inject(RefreshLock).early$;

  it('gives each session a flight of its own', () => {
    const answers = [NEVER, of(SECOND)];
    const { session, calls } = setup({}, () => answers.shift()!);
    session.start(FIRST);
    session.refresh$.subscribe({ error: () => undefined });
    session.start(GRACE);
    const next = jasmine.createSpy('next');
    session.refresh$.subscribe(next);
    expect(calls.map(({ accessToken }) => accessToken)).toEqual(['access-1', 'of-grace']);
    expect(next).toHaveBeenCalledTimes(1);
  });

  it('gives who signs in while a refresh is being handed out, and refreshes, what is theirs', () => {
    const { session, calls } = setup({}, () => of(calls.length === 1 ? SECOND : GRACE));
    session.start(FIRST);
    const got: unknown[] = [];
    session.refresh$.pipe(take(1)).subscribe(({ accessToken }) => {
      got.push(accessToken);
      session.start({ ...GRACE, accessToken: 'of-grace-too' });
      session.refresh$.subscribe((credentials) => got.push(credentials.accessToken));
    });
    expect(got).toEqual(['access-2', 'of-grace']);
    expect(calls.length).toBe(2);
  });

  it('settles once for everybody, though one who is told signs out', () =>
    inVirtualTime(({ flush }) => {
      const { session } = setup({ deadline: 1000 }, () => NEVER);
      session.start({ ...FIRST, expiresIn: 900 });
      const told: string[] = [];
      for (const name of ['one', 'other']) {
        early$().subscribe({
          next: () => {
            told.push(`${name} goes on`);
            if (name === 'one') void session.end();
          },
          error: () => told.push(`${name} fails`),
        });
      }
      flush(); // the deadline passes, and the access token is still good
      expect(told).toEqual(['one goes on', 'other goes on']);
    }));

  it('settles once for everybody, though one who is told of a sign-in signs out', () => {
    const { session } = setup({}, () => NEVER);
    session.start(FIRST, { subject: 'ada' });
    const told: string[] = [];
    for (const name of ['one', 'other']) {
      session.refresh$.subscribe({
        next: () => {
          told.push(`${name} goes on`);
          if (name === 'one') void session.end();
        },
        error: () => told.push(`${name} fails`),
      });
    }
    session.start(SECOND, { subject: 'ada' });
    expect(told).toEqual(['one goes on', 'other goes on']);
  });

  it('lets those of one session join one flight, also after another session has been there', () => {
    const answer = new Subject<unknown>();
    const { session, calls } = setup({}, () => answer);
    session.start(FIRST);
    session.start(GRACE);
    for (let n = 0; n < 3; n++) session.refresh$.subscribe();
    expect(calls.length).toBe(1);
    answer.next(SECOND);
    expect(held().accessToken).toBe('access-2');
  });

  describe('with cookies', () => {
    it('X1: helps a request without a refresh that was sent before the last one, and not one that was sent after it', async () => {
      const { session, calls } = setup({ tokens: 'cookies' });
      session.start();
      const sentWith = held();
      const before = sharedNow();
      session.refresh$.subscribe();
      const lock = TestBed.inject(RefreshLock);
      expect((await firstValueFrom(lock.newerThan(sentWith, before)))!.generation).toBe(held().generation);
      expect(calls.length).toBe(1);
      await firstValueFrom(lock.newerThan(sentWith, sharedNow() + 1)); // its cookie was that of the refresh, though not its generation
      expect(calls.length).toBe(2);
    });
  });

  describe('refused before its time', () => {
    it('goes on with what is held, and rests', () => {
      const { session, ended } = setup({}, () => throwError(() => new HttpFailure(401)));
      session.start({ ...FIRST, expiresIn: 900 });
      let got: unknown;
      early$().subscribe(({ accessToken }) => (got = accessToken));
      expect([got, ended]).toEqual(['access-1', []]);
      expect(session.state()).toEqual({ phase: 'signed-in', refreshing: false, failing: false });
    });

    it('shows that it does not fail any more', () =>
      inVirtualTime(({ flush, cold }) => {
        const answers = [throwError(() => new HttpFailure(503)), throwError(() => new HttpFailure(401))];
        const { session } = setup({}, () => answers.shift()!);
        session.start({ ...FIRST, expiresIn: 900 });
        early$().subscribe();
        expect(session.state().failing).toBeTrue();
        cold('2m a').subscribe(() => early$().subscribe());
        flush();
        expect(session.state()).toEqual({ phase: 'signed-in', refreshing: false, failing: false });
      }));
  });

  describe('whose answer belongs to somebody', () => {
    for (const [what, before, subject, isOther] of [
      ['somebody else', 'ada', 'grace', true],
      ['the same', 'ada', 'ada', false],
      ['somebody, where nobody was named', undefined, 'grace', false],
      ['nobody named', 'ada', undefined, false],
    ] as const) {
      it(`ends the session only where that is somebody else: ${what}`, () => {
        const { session, ended } = setup({}, () => of({ ...SECOND, ...(subject && { subject }) }));
        session.start(FIRST, { ...(before && { subject: before }) });
        session.refresh$.subscribe({ error: () => undefined });
        expect(ended).toEqual(isOther ? ['identity-changed'] : []);
      });
    }

    it('E16: ends the session also where nobody is in need yet', () => {
      const { session, ended } = setup({}, () => of({ ...SECOND, subject: 'grace' }));
      session.start({ ...FIRST, expiresIn: 900 }, { subject: 'ada' });
      const failure = fail(early$()) as SessionEndedError;
      expect([failure.reason, ended]).toEqual(['identity-changed', ['identity-changed']]);
    });

    it('finds whoever it is, where it is not known who was there', () => {
      localStorage.setItem(
        'ngx-axios.signed-in',
        JSON.stringify({ version: 1, subject: 'ada', tokens: {}, receivedAt: Date.now() }),
      );
      const { session } = setup({ tokens: 'access-in-memory' }, () => of({ ...SECOND, subject: 'grace' }));
      session.refresh$.subscribe();
      expect(session.signedIn()).toBeTrue();
      localStorage.clear();
    });
  });

  describe('tells why', () => {
    it('the session is over', () => {
      const { session } = setup({}, () => throwError(() => new HttpFailure(401)));
      session.start(FIRST);
      const refused = fail(session.refresh$) as SessionEndedError;
      expect([refused.reason, refused.cause?.message]).toEqual(['refused', 'Request failed with status code 401']);
    });

    it('there was nothing to refresh with, which has no cause and loses no answer', () =>
      inVirtualTime(({ flush, cold }) => {
        const answers = [throwError(() => new Error('network')), null];
        const { session, events } = setup({}, () => answers.shift()!);
        session.start(FIRST);
        fail(session.refresh$);
        let over: SessionEndedError | undefined;
        cold('2m a').subscribe(() => (over = fail(session.refresh$) as SessionEndedError));
        flush();
        expect([over!.reason, over!.cause]).toEqual(['no-refresh-token', undefined]);
        expect(events.at(-1)).toEqual({ type: 'ended', reason: 'no-refresh-token', afterLostResponse: false });
      }));

    it('no answer came in time', () =>
      inVirtualTime(({ cold, flush }) => {
        const { session, events } = setup({ deadline: 10_000 }, () => cold('-'));
        session.start(FIRST);
        let error: Error | undefined;
        session.refresh$.subscribe({ error: (failure: Error) => (error = failure) });
        flush();
        expect((error!.cause as Error).message).toBe(
          'No answer to the refresh within 10000 ms. Is it sent through a client with this session? Then it waits for itself: use the client that `refresh` is handed.',
        );
        expect(events.map(({ type }) => type)).toEqual(['unavailable', 'unavailable']); // at the deadline, and when it is given up
      }));

    for (const [lost, failure] of [
      [true, new Error('network')],
      [false, new HttpFailure(503)],
    ] as const) {
      it(`the answer before was ${lost ? '' : 'not '}lost`, () =>
        inVirtualTime(({ cold, flush }) => {
          const answers = [throwError(() => failure), throwError(() => new HttpFailure(401))];
          const { session, events } = setup({}, () => answers.shift()!);
          session.start(FIRST);
          fail(session.refresh$);
          cold('2m a').subscribe(() => fail(session.refresh$));
          flush();
          expect(events.at(-1)).toEqual({ type: 'ended', reason: 'refused', afterLostResponse: lost });
        }));
    }

    it('the answer before was lost when the refresh was given up', () =>
      inVirtualTime(({ cold, flush }) => {
        const answers = [cold('-'), throwError(() => new HttpFailure(401))];
        const { session, events } = setup({ deadline: 10_000 }, () => answers.shift()!);
        session.start(FIRST);
        session.refresh$.subscribe({ error: () => undefined });
        cold('2m a').subscribe(() => fail(session.refresh$));
        flush();
        expect(events.at(-1)).toEqual({ type: 'ended', reason: 'refused', afterLostResponse: true });
      }));
  });

  for (const [under, opens] of [
    [3_000, true],
    [3_001, false],
  ] as const) {
    it(`R6: ${opens ? 'remembers' : 'makes nothing of'} a fresh token that is refused after ${under} ms, in which it may have run out`, () =>
      inVirtualTime(({ cold, flush }) => {
        const { session, events } = setup({}, () => of(SECOND));
        session.start(FIRST);
        const request$ = defer(() => {
          const exchange = TestBed.inject(Exchanges).begin();
          const send = (fresh: Credentials) => cold(`${under}ms (a|)`).pipe(tap(() => exchange.refusedAgain(fresh)));

          return exchange.recover(new Error('refused'), exchange.ready()!, true).pipe(switchMap(send));
        });
        concat(request$, request$, request$).subscribe();
        flush();
        expect(events.map(({ type }) => type)).toEqual([
          'refreshed',
          'refreshed',
          'refreshed',
          ...(opens ? ['ineffective' as const] : []),
        ]);
      }));
  }

  it('goes on with what a listener has begun on being told of an outage', () => {
    const { session } = setup({}, () => throwError(() => new HttpFailure(503)));
    session.start(FIRST, { subject: 'ada' });
    session.events$.subscribe(({ type }: SessionEvent) => {
      if (type === 'unavailable') session.start({ accessToken: 'newer' }, { subject: 'ada' });
    });
    let got: unknown;
    session.refresh$.subscribe(({ accessToken }) => (got = accessToken));
    expect(got).toBe('newer');
  });

  describe('has a word for the developer', () => {
    for (const [status, odd] of [
      [200, false],
      [299, false],
      [300, true],
      [302, true],
      [404, true],
      [407, true],
      [408, false],
      [409, true],
      [428, true],
      [429, false],
      [430, true],
      [499, true],
      [500, false],
      [503, false],
    ] as const) {
      it(`${odd ? 'about' : 'not about'} ${status}`, () => {
        const warn = spyOn(console, 'warn');
        const { session } = setup({ refused: [] }, () => throwError(() => new HttpFailure(status)));
        session.start(FIRST);
        session.refresh$.subscribe({ error: () => undefined });
        expect(warn).toHaveBeenCalledTimes(odd ? 1 : 0);
      });
    }

    it('not about what was no answer', () => {
      const warn = spyOn(console, 'warn');
      const { session } = setup({}, () => throwError(() => new Error('network')));
      session.start(FIRST);
      session.refresh$.subscribe({ error: () => undefined });
      expect(warn).not.toHaveBeenCalled();
    });
  });

  describe('is provided by functions that name themselves in what they say', () => {
    it('provideEarlyRefresh', () => {
      expect(() => provideEarlyRefresh({ leeway: -1 })).toThrowError(/^provideEarlyRefresh: `leeway` /);
      expect(() => provideEarlyRefresh({ idle: -1 })).toThrowError(/^provideEarlyRefresh: `idle` /);
    });

    it('provideSession', () => {
      const transport = () => ({ http: {}, baseURL: '', answerOf: () => undefined });
      expect(() => provideSession({ tokens: 'nothing' } as unknown as SessionOptions<object>, transport)).toThrowError(
        /^provideSession: `tokens` /,
      );
    });
  });
});
