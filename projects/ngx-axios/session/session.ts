import { computed, EnvironmentInjector, inject, Injectable, runInInjectionContext, Signal } from '@angular/core';
import {
  catchError,
  concat,
  defer,
  firstValueFrom,
  map,
  merge,
  Observable,
  of,
  ReplaySubject,
  share,
  Subject,
  take,
  throwError,
  timeout,
} from 'rxjs';
import { answerTest } from './answer';
import { Backoff } from './backoff';
import { Credentials } from './credentials';
import { outcomeOf, RefreshOutcome, refusedByDefault, USE_THE_CLIENT_HANDED } from './refresh-outcome';
import { RefreshUnavailableError } from './refresh-unavailable-error';
import { SessionEndedError } from './session-ended-error';
import { SessionEnd, SessionEndReason, SessionEvent } from './session-event';
import { Held, SessionMemory } from './session-memory';
import { DEFAULT_DEADLINE, SESSION_OPTIONS, SESSION_TRANSPORT } from './session-options';
import { SessionState } from './session-state';
import { readTokenSet, TokenSet } from './token-set';

/** A call that passed the deadline may still answer: for so many deadlines its token is not sent a second time. */
const GIVE_UP_AFTER_DEADLINES = 3;

/** Thrown inside the lock when a call of `refresh` proved nothing. */
class Unavailable {
  constructor(readonly outcome: Extract<RefreshOutcome, { kind: 'unavailable' }>) {}
}

/**
 * One signed-in user, and the one lock under which the access token is renewed.
 *
 * @example
 * ```ts
 * import { inject } from '@angular/core';
 * import { AxiosClient, Session, TokenSet } from 'ngx-axios';
 *
 * const session = inject(Session);
 * inject(AxiosClient)
 *   .post<TokenSet>('/auth/sign-in', { name, password }, { session: false })
 *   .subscribe((tokens) => session.start(tokens, { subject: name }));
 * ```
 */
@Injectable()
export class Session {
  readonly #options = inject(SESSION_OPTIONS);
  readonly #transport = inject(SESSION_TRANSPORT);
  readonly #injector = inject(EnvironmentInjector);
  readonly #memory = inject(SessionMemory);
  readonly #backoff = new Backoff();

  readonly #deadline = this.#options.deadline ?? DEFAULT_DEADLINE;
  readonly #rules = {
    unreadable: this.#options.tokens === 'cookies',
    refused: answerTest(this.#options.refused ?? refusedByDefault),
    answerOf: this.#transport.answerOf,
  };

  /** A sign-in or sign-out by the application, which wins over a refresh that is running. */
  readonly #changed = new Subject<void>();
  readonly #ended = new Subject<SessionEnd>();
  readonly #events = new Subject<SessionEvent>();
  #lastReason: SessionEndReason = 'signed-out';
  #lastUnavailable: RefreshUnavailableError | undefined;
  /** The generation whose last refresh got no answer: the server may have used its refresh token up. */
  #lostAnswerOf = -1;

  /** Where the session stands. */
  readonly state: Signal<SessionState> = this.#memory.state;

  /** Whether somebody is signed in. In a session of cookies found on loading, the first 401 may still disprove it. */
  readonly signedIn: Signal<boolean> = computed(() => this.state().phase === 'signed-in');

  /** Emits once for every session that ends. Hot, never completes, does not replay: an end belongs to one session. */
  readonly ended$: Observable<SessionEnd> = this.#ended.asObservable();

  /** For monitoring. Hot, never completes, does not replay, and never carries a token. */
  readonly events$: Observable<SessionEvent> = merge(
    this.#events,
    this.#memory.storeFailed$.pipe(map((cause) => ({ type: 'store-failed', cause }) as const)),
  );

  /**
   * The call of the application's `refresh` and what it changes. It outlives the deadline of those who wait: a late answer is
   * still adopted, and no second call is made while one may still answer.
   */
  readonly #call$ = defer(() => this.#call(this.#memory.held)).pipe(
    share({ connector: () => new ReplaySubject<Credentials>(1), resetOnRefCountZero: false }),
  );

  /**
   * The lock. Subscribing starts a refresh, or joins the one that is running; a new one starts only after that is done.
   *
   * Emits the fresh credentials once and completes. Fails with `SessionEndedError` when the session is over, and with
   * `RefreshUnavailableError` when the server gave no usable answer and for as long as it must then be left alone.
   * Unsubscribing leaves the refresh running, because the server may already have rotated the refresh token.
   *
   * What each part is for: `share`, one refresh for all; its replaying connector, so that who joins while the token is being
   * handed out gets it too; no reset when the subscribers leave, so that leaving does not cancel; reset when done (the
   * default), so that the next refresh is a new one.
   */
  readonly refresh$: Observable<Credentials> = concat(
    this.#memory.restored$,
    defer(() => this.#attempt(this.#memory.held)),
  ).pipe(share({ connector: () => new ReplaySubject<Credentials>(1), resetOnRefCountZero: false }));

  /**
   * Credentials that are good now: at once when they are held, else after the refresh or the restoring that they need.
   *
   * Cold; emits once and completes, with `session: 0` when nobody is signed in; fails like `refresh$`.
   */
  readonly credentials$: Observable<Credentials> = concat(
    this.#memory.restored$,
    defer(() => {
      const ready = this.readyCredentials();

      return ready ? of(ready) : this.refresh$;
    }),
  );

  /**
   * The short way of `credentials$`: what is good now, or `undefined` when it must be waited for.
   *
   * @internal
   */
  readyCredentials(): Credentials | undefined {
    const { phase, refreshing, credentials, runsOutAt } = this.#memory.held;
    if (phase === 'restoring' || refreshing || performance.now() >= runsOutAt) return undefined;

    return credentials;
  }

  /**
   * What is held, good or not.
   *
   * @internal
   */
  get credentials(): Credentials {
    return this.#memory.held.credentials;
  }

  /**
   * What a request is told whose session is over.
   *
   * @internal
   */
  endedError(): SessionEndedError {
    return new SessionEndedError(this.#lastReason);
  }

  /**
   * An access token that is good now, refreshed first if need be: for WebSockets, and for clients that are not this library's.
   *
   * Cold; emits one token and completes. Fails with `SessionEndedError` when nobody is signed in, and like `refresh$` when a
   * refresh is needed and fails.
   */
  accessToken$(): Observable<string> {
    return this.credentials$.pipe(
      map(({ session, accessToken }) => {
        if (session === 0) throw this.endedError();
        if (accessToken === undefined) {
          throw new Error("`accessToken$()`: with `tokens: 'cookies'` JavaScript holds no access token.");
        }
        return accessToken;
      }),
    );
  }

  /**
   * Begins a session with what the sign-in answered; with cookies, with nothing. A live session of somebody else ends with
   * the reason `replaced`.
   *
   * @param tokens - The token set; `expiresIn` in seconds from now.
   * @param options - `subject` says who signed in: the same one goes on with the session. Without it every start is a new session.
   */
  start(tokens: TokenSet = {}, { subject }: { subject?: string } = {}): void {
    const read = readTokenSet(tokens);
    if (!read || (!this.#rules.unreadable && read.accessToken === undefined)) {
      throw new TypeError('`Session.start(tokens)`: `tokens` needs an `accessToken` that can stand in a header.');
    }
    const { phase, credentials, subject: before } = this.#memory.held;
    const goesOn = phase === 'signed-in' && subject !== undefined && subject === before;
    if (phase === 'signed-in' && !goesOn) this.#end('replaced');

    const session = goesOn ? credentials.session : this.#memory.nextSession();
    this.#memory.hold({ phase: 'signed-in', session, tokens: read, subject });
    this.#memory.keep();
    this.#changed.next();
  }

  /**
   * Signs out: here at once, so that every request that waits is rejected and no answer on its way can undo it; then at the
   * server through the option `signOut`, with the tokens that were held.
   *
   * @returns When the server has answered, failed, or passed the deadline. Never rejects.
   */
  async end(): Promise<void> {
    const { phase, tokens } = this.#memory.held;
    if (phase === 'signed-out') return;

    this.#end('signed-out');
    this.#changed.next();

    const signOut$ = defer(
      () => this.#inContext(() => this.#options.signOut?.(tokens, this.#transport.http)) ?? of(null),
    ).pipe(timeout(this.#deadline));
    await firstValueFrom(signOut$, { defaultValue: null }).catch(() => null);
  }

  /** One try to renew what is held, with a deadline, unless the server must still be left alone. */
  #attempt({ phase, credentials, failing }: Held): Observable<Credentials> {
    if (phase === 'signed-out') return throwError(() => this.endedError());
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
    const outcome$ = outcomeOf(
      () => this.#inContext(() => this.#options.refresh(held.tokens, this.#transport.http)),
      this.#rules,
    ).pipe(
      timeout({ first: this.#deadline * GIVE_UP_AFTER_DEADLINES, with: () => of(this.#tooLate()) }),
      map((outcome) => this.#settle(outcome, held)),
    );
    const changed$ = this.#changed.pipe(
      map(() => {
        const { session } = this.credentials;
        const goesOn = session === held.credentials.session || held.phase === 'restoring';
        if (session === 0 || !goesOn) throw this.endedError();

        return this.credentials;
      }),
    );

    return merge(changed$, outcome$).pipe(take(1));
  }

  /** Commits an outcome: what is held changes before anybody is told. */
  #settle(outcome: RefreshOutcome, held: Held): Credentials {
    if (outcome.kind === 'unavailable') throw new Unavailable(outcome);

    if (outcome.kind === 'refreshed') {
      // A refresh token that was not answered stays (RFC 6749 section 6); a lifetime belongs to its access token.
      const tokens = { ...held.tokens, expiresIn: undefined, ...outcome.tokens };
      const session = held.credentials.session || this.#memory.nextSession();
      this.#memory.hold({ phase: 'signed-in', session, tokens, subject: held.subject });
      this.#memory.keep();
      this.#events.next({ type: 'refreshed', generation: this.credentials.generation });

      return this.credentials;
    }
    const reason = outcome.kind === 'refused' ? 'refused' : 'no-refresh-token';
    const afterLostResponse = reason === 'refused' && this.#lostAnswerOf === held.credentials.generation;
    this.#end(reason, afterLostResponse);
    // As far as this page knows nobody was signed in while restoring: it finds no session rather than losing one.
    if (held.phase === 'restoring') return this.credentials;

    throw new SessionEndedError(reason, outcome.kind === 'refused' ? { cause: outcome.cause } : {});
  }

  #unavailable({ cause, retryAfter, lost }: Unavailable['outcome'], { generation }: Credentials): RefreshUnavailableError {
    const pause = this.#backoff.failed(generation, retryAfter);
    const error = new RefreshUnavailableError(new Date(Date.now() + pause), { cause });
    if (lost) this.#lostAnswerOf = generation;
    this.#lastUnavailable = error;
    this.#memory.show({ refreshing: false, failing: true });
    this.#events.next({ type: 'unavailable', cause, retryAt: error.retryAt });

    return error;
  }

  #tooLate(): Unavailable['outcome'] {
    const cause = new Error(`No answer to the refresh within ${this.#deadline} ms. ${USE_THE_CLIENT_HANDED}`);

    return { kind: 'unavailable', cause, lost: true };
  }

  /** Ends what is held, synchronously, before anybody is told. Without a session nothing is told. */
  #end(reason: SessionEndReason, afterLostResponse = false): void {
    const { phase } = this.#memory.held;
    this.#memory.hold({ phase: 'signed-out' });
    this.#memory.keep();
    if (phase !== 'signed-in') return;

    this.#lastReason = reason;
    this.#ended.next({ reason, afterLostResponse });
    this.#events.next({ type: 'ended', reason, afterLostResponse });
  }

  #inContext<T>(work: () => T): T {
    return runInInjectionContext(this.#injector, work);
  }
}
