import { DestroyRef, EnvironmentInjector, inject, Injectable, runInInjectionContext } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import {
  concat,
  defaultIfEmpty,
  defer,
  filter,
  map,
  merge,
  Observable,
  of,
  ReplaySubject,
  share,
  Subject,
  take,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { answerTest } from './answer';
import { Backoff } from './backoff';
import { Breaker } from './breaker';
import { Credentials } from './credentials';
import { Held } from './held';
import { outcomeOf, refusedByDefault, USE_THE_CLIENT_HANDED } from './refresh-outcome';
import { RefreshUnavailableError } from './refresh-unavailable-error';
import { SessionEndedError } from './session-ended-error';
import { SessionEvent } from './session-event';
import { SESSION_KEEPER } from './session-keeper';
import { SessionLifecycle } from './session-lifecycle';
import { SessionMemory } from './session-memory';
import { DEFAULT_DEADLINE, LONGEST_TIMER, SESSION_OPTIONS, SESSION_TRANSPORT } from './session-options';
import { Over, Renewable, Renewed, Superseded, Unavailable, Verdict, verdictOn } from './verdict';

declare const ngDevMode: boolean | undefined;

/** A call that passed the deadline may still answer: for so many deadlines its token is not sent a second time. */
const GIVE_UP_AFTER_DEADLINES = 3;

/** What all who need one session's credentials renewed join. */
interface Flight {
  readonly session: number;
  readonly attempt$: Observable<Credentials>;
}

/** One result for all who subscribe until it is there; whoever subscribes afterwards starts anew. */
function singleFlight() {
  return share<Credentials>({
    connector: () => new ReplaySubject(1), // who joins while the result is being handed out gets it too
    resetOnRefCountZero: false, // leaving does not cancel: the server may already have rotated the refresh token
  });
}

/** The lock under which the access token is renewed: `refresh$`, and what becomes of it. */
@Injectable()
export class RefreshLock {
  readonly #options = inject(SESSION_OPTIONS);
  readonly #transport = inject(SESSION_TRANSPORT);
  readonly #injector = inject(EnvironmentInjector);
  readonly #destroyRef = inject(DestroyRef);
  readonly #memory = inject(SessionMemory);
  readonly #lifecycle = inject(SessionLifecycle);
  readonly #keeper = inject(SESSION_KEEPER);

  readonly #deadline = this.#options.deadline ?? DEFAULT_DEADLINE;
  readonly #rules = {
    unreadable: this.#options.tokens === 'cookies',
    authorize: this.#options.authorize,
    refused: answerTest(this.#options.refused ?? refusedByDefault),
    answerOf: this.#transport.answerOf,
  };
  readonly #backoff = new Backoff();
  readonly #breaker = new Breaker();
  readonly #events = new Subject<SessionEvent>();
  #lastUnavailable: RefreshUnavailableError | undefined;
  /** The generation whose last refresh got no answer: the server may have used its refresh token up. */
  #lostAnswerOf = -1;
  /** The last generation that somebody could not do with any longer, so that the outcome of its refresh is everybody's. */
  #needed = -1;
  /** The latest that a request was sent which the server has refused: `sharedNow()`. */
  #refusedAt = 0;

  readonly events$: Observable<SessionEvent> = this.#events.asObservable();

  #flight = this.#flightOf(0);

  /**
   * The lock, for those who can do with what is held: who renews it early, and who would rather not send while a refresh runs.
   * When nobody else is in need, and the access token still lives, a refresh that fails emits what is held.
   */
  readonly early$: Observable<Credentials> = defer(() => {
    const { session } = this.#memory.held.credentials;
    // Nobody joins what a former session has left behind.
    if (this.#flight.session !== session) this.#flight = this.#flightOf(session);

    return this.#flight.attempt$;
  });

  /** The lock: see `Session.refresh$`. */
  readonly refresh$: Observable<Credentials> = concat(
    this.#memory.known$,
    defer(() => {
      this.#needed = this.#memory.held.credentials.generation;

      return this.early$;
    }),
  );

  /** See `Session.credentials$`. */
  readonly credentials$: Observable<Credentials> = concat(
    this.#memory.known$,
    defer(() => {
      const ready = this.#memory.readyCredentials();
      if (ready) return of(ready);

      return this.#memory.isAlive() ? this.early$ : this.refresh$;
    }),
  );

  /**
   * Credentials newer than those that an answer has refused: those held already, or those that the one refresh brings. Emits
   * `null` when refreshing does not help: then the answer is handed out as it is.
   *
   * @param sentAt - When the request was sent: `sharedNow()`. With cookies the browser has attached the newest, whatever this page
   *   knew of.
   */
  newerThan({ generation, session }: Credentials, sentAt: number): Observable<Credentials | null> {
    const needed$ = defer(() => {
      const { credentials, committedAt } = this.#memory.held;
      if (credentials.session !== session) return throwError(() => this.#lifecycle.endedError(session));
      const isNewer = this.#options.tokens !== 'cookies' || committedAt >= sentAt;
      if (credentials.generation !== generation && isNewer) return this.credentials$;

      this.#refusedAt = Math.max(this.#refusedAt, sentAt);

      return this.#breaker.isOpen(session) ? of(null) : this.refresh$;
    });

    return concat(this.#memory.known$, needed$);
  }

  /** Notes that the server has refused credentials which a refresh had just brought. */
  ineffective(fresh: Credentials): void {
    if (this.#breaker.refused(fresh)) this.#events.next({ type: 'ineffective', generation: fresh.generation });
  }

  #flightOf(session: number): Flight {
    const call$ = defer(() => this.#call(this.#memory.held)).pipe(singleFlight());
    const attempt$ = defer(() => this.#attempt(call$, this.#memory.held)).pipe(singleFlight());

    return { session, attempt$ };
  }

  /** One try to renew what is held, with a deadline, unless the server must still be left alone. */
  #attempt(call$: Observable<Credentials>, held: Held): Observable<Credentials> {
    const { phase, credentials, failing } = held;
    if (phase === 'signed-out') return throwError(() => this.#lifecycle.endedError());
    if (this.#backoff.isPausing(credentials.generation)) return throwError(() => this.#lastUnavailable);

    this.#memory.show({ refreshing: true, failing });

    const tooLate$ = timer(this.#deadline).pipe(
      takeUntilDestroyed(this.#destroyRef),
      defaultIfEmpty(0), // whoever waits while the application is destroyed is told at once
      map(() => this.#unavailable(this.#tooLate(), held)),
    );

    return merge(call$, tooLate$).pipe(
      take(1),
      tap(() => this.#memory.rest()), // it may have joined a late answer, after that was held
    );
  }

  /**
   * Calls `refresh` for what is held. This outlives the deadline of those who wait, and the application: a late answer is still
   * adopted, and no second call is made while one may still answer. A sign-in or sign-out in the meantime wins over whatever it
   * answers.
   */
  #call(held: Held): Observable<Credentials> {
    let settled = false;
    const renewal = { held, refusedAt: this.#refusedAt, call: (what: Renewable) => this.#verdictOn(what) };
    const outcome$ = this.#keeper.renew(renewal).pipe(
      map((verdict) => this.#settle(verdict, held)),
      tap(() => (settled = true)),
    );
    const changed$ = this.#lifecycle.changed$.pipe(
      filter(() => !settled), // who signs in or out on being handed the credentials has had them
      map(() => this.#heldAfter(held)),
      tap(() => (settled = true)),
    );

    return merge(changed$, outcome$).pipe(take(1));
  }

  /** Calls `refresh`, until it is given up. */
  #verdictOn(what: Renewable): Observable<Verdict> {
    const refresh = () => this.#options.refresh(what.tokens, this.#transport.http);
    const answer$ = outcomeOf(() => runInInjectionContext(this.#injector, refresh), this.#rules);
    const givenUp$ = timer(Math.min(this.#deadline * GIVE_UP_AFTER_DEADLINES, LONGEST_TIMER)).pipe(
      takeUntilDestroyed(this.#destroyRef),
      map(() => this.#tooLate()),
    );

    return merge(answer$, givenUp$).pipe(
      take(1),
      map((outcome) => verdictOn(outcome, what, this.#isNeeded())),
    );
  }

  /** Commits a verdict: what is held changes before anybody is told. */
  #settle(verdict: Verdict | Superseded, held: Held): Credentials {
    switch (verdict.kind) {
      case 'unavailable':
        if (verdict.lost) this.#lostAnswerOf = held.credentials.generation;

        return this.#unavailable(verdict, held);
      case 'superseded':
        this.#lifecycle.adopt(verdict.record);

        return this.#heldAfter(held);
      case 'renewed':
        return this.#renewed(verdict, held);
      case 'over':
        return this.#over(verdict, held);
    }
  }

  #renewed({ tokens, subject, keptFor }: Renewed, { credentials }: Held): Credentials {
    const session = keptFor ?? (credentials.session || this.#memory.newSession());
    this.#memory.hold({ phase: 'signed-in', session, tokens, subject });
    if (keptFor === undefined) this.#memory.keep();
    this.#events.next({ type: 'refreshed', generation: this.#memory.held.credentials.generation });

    return this.#memory.held.credentials;
  }

  #over({ reason, cause, isEarly }: Over, { phase, credentials }: Held): Credentials {
    // Refused early, the access token is good until a request meets its end.
    if (isEarly && !this.#isNeeded()) {
      this.#memory.show({ refreshing: false, failing: false });

      return credentials;
    }
    this.#lifecycle.end(reason, reason === 'refused' && this.#lostAnswerOf === credentials.generation);
    // As far as this page knows nobody was signed in while restoring: it finds no session rather than losing one.
    if (phase === 'restoring') return this.#memory.held.credentials;

    throw new SessionEndedError(reason, cause ? { cause } : {});
  }

  /** Whether somebody cannot go on with what is held. */
  #isNeeded(): boolean {
    return !this.#memory.isAlive() || this.#needed === this.#memory.held.credentials.generation;
  }

  /** Leaves the server alone for a while. Who can do with what is held gets that, the others are told. */
  #unavailable({ cause, retryAfter }: Unavailable, held: Held): Credentials {
    const { generation } = held.credentials;
    const pause = this.#backoff.failed(generation, retryAfter);
    const error = new RefreshUnavailableError(new Date(Date.now() + pause), { cause });
    if (typeof ngDevMode === 'undefined' || ngDevMode) warnOfOddAnswer(cause);
    this.#lastUnavailable = error;
    this.#memory.show({ refreshing: false, failing: true });
    this.#events.next({ type: 'unavailable', cause, retryAt: error.retryAt });
    if (this.#memory.held.credentials.generation !== generation) return this.#heldAfter(held); // a listener has signed in or out
    if (this.#isNeeded()) throw error;

    return held.credentials;
  }

  /** What those who wait get when the application has signed somebody in or out meanwhile. */
  #heldAfter(before: Held): Credentials {
    const { credentials } = this.#memory.held;
    const goesOn = credentials.session === before.credentials.session || before.phase === 'restoring';
    if (credentials.session === 0 || !goesOn) throw this.#lifecycle.endedError(before.credentials.session);

    return credentials;
  }

  #tooLate(): Unavailable {
    const what = this.#destroyRef.destroyed
      ? 'The application was destroyed during the refresh.'
      : `No answer to the refresh within ${this.#deadline} ms. ${USE_THE_CLIENT_HANDED}`;

    return { kind: 'unavailable', cause: new Error(what), lost: true };
  }
}

/** What looks like an outage to the user may be a mistake in the application. */
function warnOfOddAnswer({ status }: Error & { status?: number }): void {
  if (status === undefined || status < 300 || status >= 500 || status === 408 || status === 429) return;

  console.warn(
    `ngx-axios: the refresh was answered ${status}, which neither renews nor refuses, so the session stays. Is it sent where and how the server wants it? If this means that the session is over, say so with \`refused\`.`,
  );
}
