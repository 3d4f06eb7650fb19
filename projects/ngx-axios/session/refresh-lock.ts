import { EnvironmentInjector, inject, Injectable, runInInjectionContext } from '@angular/core';
import {
  catchError,
  concat,
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
  timeout,
} from 'rxjs';
import { answerTest } from './answer';
import { Backoff } from './backoff';
import { Credentials } from './credentials';
import { outcomeOf, RefreshOutcome, refusedByDefault, USE_THE_CLIENT_HANDED } from './refresh-outcome';
import { RefreshUnavailableError } from './refresh-unavailable-error';
import { SessionEndedError } from './session-ended-error';
import { SessionEvent } from './session-event';
import { SessionLifecycle } from './session-lifecycle';
import { Held, SessionMemory } from './session-memory';
import { DEFAULT_DEADLINE, LONGEST_TIMER, SESSION_OPTIONS, SESSION_TRANSPORT } from './session-options';

declare const ngDevMode: boolean | undefined;

/** A call that passed the deadline may still answer: for so many deadlines its token is not sent a second time. */
const GIVE_UP_AFTER_DEADLINES = 3;

/** Thrown inside the lock when a call of `refresh` proved nothing. */
class Unavailable {
  constructor(readonly outcome: Extract<RefreshOutcome, { kind: 'unavailable' }>) {}
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
  readonly #memory = inject(SessionMemory);
  readonly #lifecycle = inject(SessionLifecycle);

  readonly #deadline = this.#options.deadline ?? DEFAULT_DEADLINE;
  readonly #rules = {
    unreadable: this.#options.tokens === 'cookies',
    refused: answerTest(this.#options.refused ?? refusedByDefault),
    answerOf: this.#transport.answerOf,
  };
  readonly #backoff = new Backoff();
  readonly #events = new Subject<SessionEvent>();
  #lastUnavailable: RefreshUnavailableError | undefined;
  /** The generation whose last refresh got no answer: the server may have used its refresh token up. */
  #lostAnswerOf = -1;

  readonly events$: Observable<SessionEvent> = this.#events.asObservable();

  /**
   * The call of the application's `refresh` and what it changes. It outlives the deadline of those who wait: a late answer is
   * still adopted, and no second call is made while one may still answer.
   */
  readonly #call$ = defer(() => this.#call(this.#memory.held)).pipe(singleFlight());

  /** The lock: see `Session.refresh$`. */
  readonly refresh$: Observable<Credentials> = concat(
    this.#memory.restored$,
    defer(() => this.#attempt(this.#memory.held)),
  ).pipe(singleFlight());

  /** One try to renew what is held, with a deadline, unless the server must still be left alone. */
  #attempt({ phase, credentials, failing }: Held): Observable<Credentials> {
    if (phase === 'signed-out') return throwError(() => this.#lifecycle.endedError());
    if (this.#backoff.isPausing(credentials.generation)) return throwError(() => this.#lastUnavailable);

    this.#memory.show({ refreshing: true, failing });

    return this.#call$.pipe(
      timeout({ first: this.#deadline, with: () => throwError(() => new Unavailable(this.#tooLate())) }),
      catchError((error: unknown) => {
        throw error instanceof Unavailable ? this.#unavailable(error.outcome, credentials) : error;
      }),
    );
  }

  /** Calls `refresh` for what is held. A sign-in or sign-out in the meantime wins over whatever it answers. */
  #call(held: Held): Observable<Credentials> {
    const refresh = () => this.#options.refresh(held.tokens, this.#transport.http);
    let settled = false;
    const outcome$ = outcomeOf(() => runInInjectionContext(this.#injector, refresh), this.#rules).pipe(
      timeout({
        first: Math.min(this.#deadline * GIVE_UP_AFTER_DEADLINES, LONGEST_TIMER),
        with: () => of(this.#tooLate()),
      }),
      map((outcome) => this.#settle(outcome, held)),
      tap(() => (settled = true)),
    );
    const changed$ = this.#lifecycle.changed$.pipe(
      filter(() => !settled), // who signs out on being handed the credentials has had them
      map(() => {
        const { credentials } = this.#memory.held;
        const goesOn = credentials.session === held.credentials.session || held.phase === 'restoring';
        if (credentials.session === 0 || !goesOn) throw this.#lifecycle.endedError(held.credentials.session);

        return credentials;
      }),
    );

    return merge(changed$, outcome$).pipe(take(1));
  }

  /** Commits an outcome: what is held changes before anybody is told. */
  #settle(outcome: RefreshOutcome, held: Held): Credentials {
    if (outcome.kind === 'unavailable') {
      if (outcome.lost) this.#lostAnswerOf = held.credentials.generation;
      throw new Unavailable(outcome);
    }

    if (outcome.kind === 'refreshed') {
      // A refresh token that was not answered stays (RFC 6749 section 6); a lifetime belongs to its access token.
      const tokens = { ...held.tokens, expiresIn: undefined, ...outcome.tokens };
      const session = held.credentials.session || this.#memory.nextSession();
      this.#memory.hold({ phase: 'signed-in', session, tokens, subject: held.subject });
      this.#memory.keep();
      this.#events.next({ type: 'refreshed', generation: this.#memory.held.credentials.generation });

      return this.#memory.held.credentials;
    }
    const reason = outcome.kind === 'refused' ? 'refused' : 'no-refresh-token';
    this.#lifecycle.end(reason, reason === 'refused' && this.#lostAnswerOf === held.credentials.generation);
    // As far as this page knows nobody was signed in while restoring: it finds no session rather than losing one.
    if (held.phase === 'restoring') return this.#memory.held.credentials;

    throw new SessionEndedError(reason, outcome.kind === 'refused' ? { cause: outcome.cause } : {});
  }

  #unavailable(outcome: Unavailable['outcome'], { generation }: Credentials): RefreshUnavailableError {
    const { cause, retryAfter } = outcome;
    const pause = this.#backoff.failed(generation, retryAfter);
    const error = new RefreshUnavailableError(new Date(Date.now() + pause), { cause });
    if (typeof ngDevMode === 'undefined' || ngDevMode) warnOfOddAnswer(cause);
    this.#lastUnavailable = error;
    this.#memory.show({ refreshing: false, failing: true });
    this.#events.next({ type: 'unavailable', cause, retryAt: error.retryAt });

    return error;
  }

  #tooLate(): Unavailable['outcome'] {
    const cause = new Error(`No answer to the refresh within ${this.#deadline} ms. ${USE_THE_CLIENT_HANDED}`);

    return { kind: 'unavailable', cause, lost: true };
  }
}

/** What looks like an outage to the user may be a mistake in the application. */
function warnOfOddAnswer({ status }: Error & { status?: number }): void {
  if (status === undefined || status < 300 || status >= 500 || status === 408 || status === 429) return;

  console.warn(
    `ngx-axios: the refresh was answered ${status}, which neither renews nor refuses, so the session stays. Is it sent where and how the server wants it? If this means that the session is over, say so with \`refused\`.`,
  );
}
