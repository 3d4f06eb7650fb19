import { DestroyRef, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { defaultIfEmpty, defer, map, merge, Observable, of, Subject, tap, throwError, timer } from 'rxjs';
import { Breaker } from './breaker';
import { Credentials } from './credentials';
import { Held, sharedNow } from './held';
import { isInBrowser } from './is-in-browser';
import { RefreshCall } from './refresh-call';
import { RefreshCommit } from './refresh-commit';
import { RefreshUnavailableError } from './refresh-unavailable-error';
import { SessionEvent } from './session-event';
import { Renewal, SESSION_KEEPER } from './session-keeper';
import { SessionLifecycle } from './session-lifecycle';
import { SessionMemory } from './session-memory';
import { singleFlight } from './single-flight';
import { verdictOn } from './verdict';

/** What was longer under way, in milliseconds, may have carried a token that ran out meanwhile: that says nothing of the refresh. */
const LONGEST_WAY = 3_000;

/** What all who need one session's credentials renewed join. */
interface Flight {
  readonly session: number;
  readonly attempt$: Observable<Credentials>;
}

/** The lock under which the access token is renewed: `refresh$`. */
export class RefreshLock {
  readonly #destroyRef = inject(DestroyRef);
  readonly #isInBrowser = isInBrowser();
  readonly #memory = inject(SessionMemory);
  readonly #lifecycle = inject(SessionLifecycle);
  readonly #keeper = inject(SESSION_KEEPER);
  readonly #refresh = inject(RefreshCall);
  readonly #commit = inject(RefreshCommit);
  readonly #breaker = new Breaker();
  readonly #tripped = new Subject<SessionEvent>();
  /** The latest that a request was sent which the server has refused: `sharedNow()`. */
  #refusedAt = 0;
  /** The generation that was handed out last instead of an access token that a server has refused outside of any exchange. */
  #handedOutInstead = 0;

  readonly events$: Observable<SessionEvent> = merge(this.#commit.events$, this.#tripped);

  #flight = this.#flightOf(0);

  /**
   * The lock, for those who can do with what is held: who renews it early, and who would rather not send while a refresh runs.
   * When nobody else is in need, and the access token still lives, a refresh that fails emits what is held.
   */
  readonly early$: Observable<Credentials> = defer(() => {
    const { session } = this.#memory.held.credentials;
    // Nobody joins what a former session has left behind, and may be handing out right now.
    if (this.#flight.session !== session) this.#flight = this.#flightOf(session);

    return this.#flight.attempt$;
  });

  /** The lock: see `Session.refresh$`. */
  readonly refresh$: Observable<Credentials> = this.#memory.whenKnown(() => {
    this.#commit.need();

    return this.early$;
  });

  /** See `Session.credentials$`. */
  readonly credentials$: Observable<Credentials> = this.#memory.whenKnown(() => {
    const ready = this.#memory.readyCredentials();
    if (ready) return of(ready);

    return this.#memory.isAlive() ? this.early$ : this.refresh$;
  });

  /**
   * Credentials newer than those that an answer has refused: those held already, or those that the one refresh brings. Emits
   * `null` when refreshing does not help: then the answer is handed out as it is.
   *
   * @param sentAt - When the request was sent: `sharedNow()`. With cookies the browser has attached the newest, whatever this page
   *   knew of.
   */
  newerThan({ generation, session }: Credentials, sentAt: number): Observable<Credentials | null> {
    return this.#memory.whenKnown<Credentials | null>(() => {
      const { credentials, committedAt } = this.#memory.held;
      if (credentials.session !== session) return throwError(() => this.#lifecycle.endedError(session));
      // With cookies what was sent after the last commit carried the newest, whatever this page knew of.
      if (credentials.generation !== generation && committedAt >= sentAt) return this.credentials$;

      this.#refusedAt = Math.max(this.#refusedAt, sentAt);

      return this.#breaker.isOpen(session) || !this.#isInBrowser ? of(null) : this.refresh$;
    });
  }

  /**
   * Credentials with another access token than one that a server has refused outside of any exchange: those held already, or those
   * that the one refresh brings. Fails while refreshing does not help.
   */
  insteadOf(refused: string): Observable<Credentials> {
    const instead$ = this.#memory.whenKnown(() => {
      const { credentials, committedAt } = this.#memory.held;
      if (credentials.accessToken !== refused) return this.credentials$;

      if (credentials.generation === this.#handedOutInstead) this.refusedAgain(credentials, committedAt);

      return this.newerThan(credentials, committedAt).pipe(
        map((newer) => {
          if (!newer) throw this.#ineffective(credentials);

          return newer;
        }),
      );
    });

    return instead$.pipe(tap(({ generation }) => (this.#handedOutInstead = generation)));
  }

  /**
   * Notes that the server has refused credentials which a refresh had just brought.
   *
   * @param sentAt - When they were sent, or brought: `sharedNow()`. What was long under way may have run out meanwhile.
   */
  refusedAgain(fresh: Credentials, sentAt: number): void {
    if (sharedNow() - sentAt > LONGEST_WAY) return;
    if (this.#breaker.refused(fresh)) this.#tripped.next({ type: 'ineffective', generation: fresh.generation });
  }

  #ineffective({ session }: Credentials): RefreshUnavailableError {
    const cause = new Error('The server renews the access token and refuses the fresh one.');

    return new RefreshUnavailableError(new Date(Date.now() + this.#breaker.openFor(session)), { cause });
  }

  #flightOf(session: number): Flight {
    const call$ = defer(() => this.#call(this.#memory.held)).pipe(singleFlight);
    const attempt$ = defer(() => this.#attempt(call$, this.#memory.held)).pipe(singleFlight);

    return { session, attempt$ };
  }

  /** One try to renew what is held, with a deadline, unless the server must still be left alone. */
  #attempt(call$: Observable<Credentials>, held: Held): Observable<Credentials> {
    const { phase, failing } = held;
    if (!this.#isInBrowser) return throwError(notOnAServer);
    if (phase === 'signed-out') return throwError(() => this.#lifecycle.endedError());
    const pausing = this.#commit.pausing(held);
    if (pausing) return throwError(() => pausing);

    this.#memory.show({ refreshing: true, failing });

    const tooLate$ = timer(this.#refresh.deadline).pipe(
      takeUntilDestroyed(this.#destroyRef),
      defaultIfEmpty(0), // whoever waits while the application is destroyed is told at once
      map(() => this.#commit.unavailable(this.#refresh.tooLate(), held)),
    );

    // It may have joined a late answer, after that was held.
    return merge(call$, tooLate$).pipe(tap(() => this.#memory.rest()));
  }

  /**
   * Calls `refresh` for what is held. This outlives the deadline of those who wait, and the application: a late answer is still
   * adopted, and no second call is made while one may still answer. A sign-in or sign-out in the meantime wins over whatever it
   * answers.
   */
  #call(held: Held): Observable<Credentials> {
    const renewal: Renewal = {
      held,
      refusedAt: this.#refusedAt,
      call: (what) =>
        this.#refresh.outcome$(what.tokens).pipe(map((outcome) => verdictOn(outcome, what, this.#commit.isNeeded()))),
    };
    const outcome$ = this.#keeper.renew(renewal).pipe(map((verdict) => this.#commit.settle(verdict, held)));
    const changed$ = this.#lifecycle.changed$.pipe(map(() => this.#commit.heldAfter(held)));

    return merge(changed$, outcome$);
  }
}

/** The tokens would not come to the browser, whose own the server has used up by then. */
function notOnAServer(): RefreshUnavailableError {
  return new RefreshUnavailableError(new Date(), { cause: new Error('On a server nothing is refreshed.') });
}
