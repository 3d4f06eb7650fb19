import { TestBed } from '@angular/core/testing';
import { config as rxjs, Observable, of, throwError, timer } from 'rxjs';
import { FIRST, HttpFailure, inVirtualTime, SECOND, setup } from '../testbed/bare-session';
import { Session } from '../session/session';
import { AnySessionOptions } from '../session/session-options';
import { SessionState } from '../session/session-state';

/** Everything that an application can do with a session. */
const METHODS: Record<string, (session: Session) => unknown> = {
  start: (session) => session.start({ accessToken: 'other', refreshToken: 'other' }),
  'start as the same': (session) => session.start({ accessToken: 'again', refreshToken: 'again' }, { subject: 'ada' }),
  end: (session) => session.end(),
  refresh$: (session) => session.refresh$.subscribe({ error: () => undefined }),
  credentials$: (session) => session.credentials$.subscribe({ error: () => undefined }),
  accessToken$: (session) => session.accessToken$().subscribe({ error: () => undefined }),
  state: (session) => [session.state(), session.signedIn()],
};

/** What an application may be called back for. Each calls `then` once, the first time. */
const CALLBACKS: Record<string, (then: () => void) => { options?: object; listen?: (session: Session) => void }> = {
  'the option refresh': (then) => ({ options: { whenRefreshing: then } }),
  'the option signOut': (then) => ({ options: { signOut: () => of(then()) } }),
  'the option refused': (then) => ({ options: { refused: () => (then(), true) } }),
  'a store that is written': (then) => ({
    options: { store: { read: () => null, write: then, clear: () => undefined } },
  }),
  'a store that is cleared': (then) => ({
    options: { store: { read: () => null, write: () => undefined, clear: then } },
  }),
  'a listener of ended$': (then) => ({ listen: (session) => session.ended$.subscribe(then) }),
  'a listener of events$': (then) => ({ listen: (session) => session.events$.subscribe(then) }),
  'who waits for refresh$': (then) => ({
    listen: (session) => session.refresh$.subscribe({ next: then, error: then }),
  }),
  'who waits for credentials$': (then) => ({
    listen: (session) => session.credentials$.subscribe({ next: then, error: then }),
  }),
};

type Answers = Record<string, () => Observable<unknown>>;
const ANSWERS: Answers = {
  'fresh tokens': () => timer(10).pipe(() => of(SECOND)),
  'fresh tokens later': () => new Observable((subscriber) => timer(10).subscribe(() => subscriber.next(SECOND))),
  'a refusal': () => throwError(() => new HttpFailure(401)),
  'an outage': () => throwError(() => new HttpFailure(503)),
};

describe('Listeners', () => {
  for (const [callback, made] of Object.entries(CALLBACKS)) {
    for (const [method, call] of Object.entries(METHODS)) {
      it(`R19: ${method} may be called from ${callback}`, () =>
        inVirtualTime(({ cold, flush }) => {
          for (const [answer, answers] of Object.entries(ANSWERS)) {
            TestBed.resetTestingModule();
            let entered = 0;
            const { options = {}, listen } = made(() => {
              if (entered++ === 0) call(TestBed.inject(Session));
            });
            const { whenRefreshing, ...rest } = options as { whenRefreshing?: () => void };
            const { session, ended } = setup(rest as Partial<AnySessionOptions> as never, () => {
              whenRefreshing?.();

              return answers();
            });
            const settled: string[] = [];
            cold('a').subscribe(() => {
              session.start(FIRST, { subject: 'ada' });
              listen?.(session);
              for (const wait$ of [session.refresh$, session.credentials$, session.refresh$]) {
                wait$.subscribe({ error: () => settled.push('error'), complete: () => settled.push('complete') });
              }
            });
            cold('5s a 99ms b').subscribe(() => void session.end()); // again, if a listener has begun another session
            flush();

            const context = `${callback} → ${method}, ${answer}`;
            expect(settled.length).withContext(`${context}: everybody settles once`).toBe(3);
            expect(session.state()).withContext(context).toEqual(SIGNED_OUT);
            const sessions = ended.length;
            expect(sessions).withContext(`${context}: ${ended}`).toBeGreaterThan(0);
            expect(sessions).withContext(`${context}: ${ended}`).toBeLessThanOrEqual(3);

            session.start(FIRST);
            expect(session.signedIn()).withContext(`${context}: the next sign-in works`).toBeTrue();
          }
        }));
    }
  }

  describe('that throw', () => {
    const reported: unknown[] = [];
    beforeEach(() => {
      reported.length = 0;
      rxjs.onUnhandledError = (error) => reported.push(error);
    });
    afterEach(() => (rxjs.onUnhandledError = null));

    for (const position of ['first', 'last']) {
      it(`R18: keep nobody else from being told, and the state whole, when they come ${position}`, () =>
        inVirtualTime(({ flush }) => {
          const answers = [of(SECOND), throwError(() => new HttpFailure(503)), throwError(() => new HttpFailure(401))];
          const { session } = setup({}, () => answers.shift()!);
          const told: string[] = [];
          const throws = () => {
            throw new Error('a broken listener');
          };
          const listen = () => {
            session.events$.subscribe(({ type }) => told.push(type));
            session.ended$.subscribe(({ reason }) => told.push(reason));
          };
          const break_ = () => {
            session.events$.subscribe(throws);
            session.ended$.subscribe(throws);
          };
          if (position === 'first') break_();
          listen();
          if (position === 'last') break_();

          session.start(FIRST);
          session.refresh$.subscribe(throws);
          session.refresh$.subscribe({ error: throws });
          session.start(FIRST); // replaces, without the pause of the one before
          session.refresh$.subscribe({ error: throws });
          flush();

          expect(told.sort()).toEqual(['ended', 'ended', 'refreshed', 'refused', 'replaced', 'unavailable']);
          expect(session.state()).toEqual(SIGNED_OUT);
          expect(reported.length).toBeGreaterThan(5);
        }));
    }
  });
});

const SIGNED_OUT: SessionState = { phase: 'signed-out', refreshing: false, failing: false };
