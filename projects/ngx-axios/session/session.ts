import { computed, DestroyRef, inject, NgZone, runInInjectionContext, Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import {
  asapScheduler,
  catchError,
  defer,
  EMPTY,
  exhaustMap,
  last,
  map,
  merge,
  Observable,
  of,
  startWith,
  subscribeOn,
  take,
} from 'rxjs';
import { bare } from './bare';
import { Credentials } from './credentials';
import { inTime } from './in-time';
import { isInBrowser } from './is-in-browser';
import { RefreshLock } from './refresh-lock';
import { retryLater } from './retry-later';
import { SessionEnd, SessionEvent } from './session-event';
import { SESSION_KEEPER } from './session-keeper';
import { SessionLifecycle } from './session-lifecycle';
import { SessionMemory } from './session-memory';
import { DEFAULT_DEADLINE, SESSION_INJECTOR, SESSION_OPTIONS, SESSION_TRANSPORT } from './session-options';
import { SessionState } from './session-state';
import { readTokenSet, TokenSet, WHAT_A_TOKEN_SET_NEEDS } from './token-set';

/**
 * One signed-in user, and the one lock under which the access token is renewed.
 *
 * @example
 * ```ts
 * import { inject } from '@angular/core';
 * import { AxiosClient, Session, TokenSet } from 'ngx-axios';
 *
 * export function signIn(name: string, password: string): void {
 *   const session = inject(Session);
 *   inject(AxiosClient)
 *     .post<TokenSet>('/auth/sign-in', { name, password }, { session: false })
 *     .subscribe((tokens) => session.start(tokens, { subject: name }));
 * }
 * ```
 */
export class Session {
  readonly #options = inject(SESSION_OPTIONS);
  readonly #transport = inject(SESSION_TRANSPORT);
  readonly #injector = inject(SESSION_INJECTOR);
  readonly #destroyRef = inject(DestroyRef);
  readonly #memory = inject(SessionMemory);
  readonly #lifecycle = inject(SessionLifecycle);
  readonly #lock = inject(RefreshLock);

  /** Where the session stands. */
  readonly state: Signal<SessionState> = this.#memory.state;

  /** Whether somebody is signed in. In a session of cookies found on loading, the first 401 may still disprove it. */
  readonly signedIn: Signal<boolean> = computed(() => this.state().phase === 'signed-in');

  /**
   * The lock. Subscribing starts a refresh, or joins the one that is running; a new one starts only after that is done.
   *
   * Emits the fresh credentials once and completes. Fails with `SessionEndedError` when the session is over, and with
   * `RefreshUnavailableError` when the server gave no usable answer and for as long as it must then be left alone.
   * Unsubscribing leaves the refresh running, because the server may already have rotated the refresh token.
   */
  readonly refresh$: Observable<Credentials> = this.#lock.refresh$;

  /**
   * Credentials that are good now: at once when they are held, else after the refresh or the restoring that they need.
   *
   * Cold; emits once and completes, with `session: 0` when nobody is signed in; fails like `refresh$`.
   */
  readonly credentials$: Observable<Credentials> = this.#lock.credentials$;

  /** Emits once for every session that ends. Hot, never completes, does not replay: an end belongs to one session. */
  readonly ended$: Observable<SessionEnd> = this.#lifecycle.ended$;

  /** For monitoring. Hot, never completes, does not replay, and never carries a token. */
  readonly events$: Observable<SessionEvent> = merge(
    this.#lock.events$,
    this.#lifecycle.ended$.pipe(map((end) => ({ type: 'ended', ...end }) as const)),
    inject(SESSION_KEEPER).failures$.pipe(map((cause) => ({ type: 'store-failed', cause }) as const)),
  );

  constructor() {
    if (this.#options.tokens === 'access-in-memory' && isInBrowser()) this.#findOut();
  }

  /**
   * An access token that is good now, refreshed first if need be: for WebSockets, and for clients that are not this library's. It is
   * that of whoever is signed in now: close on `ended$` what was opened with another one.
   *
   * Cold; emits one token and completes. Fails with `SessionEndedError` when nobody is signed in, and like `refresh$` when a
   * refresh is needed and fails.
   *
   * @param options - `refused`: the token that a server has just refused, when it closed the socket say. Where that is still the one
   *   held it is refreshed first, once for all who bring it. Fails with `RefreshUnavailableError` while fresh tokens are refused too.
   */
  accessToken$({ refused }: { refused?: string } = {}): Observable<string> {
    const credentials$ = refused === undefined ? this.credentials$ : this.#lock.insteadOf(refused);

    return credentials$.pipe(
      map(({ session, accessToken }) => {
        if (session === 0) throw this.#lifecycle.endedError();
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
   * @param options - `subject` says who signed in, where the token set does not: the same one goes on with the session. Without
   *   it every start is a new session.
   */
  start(tokens: TokenSet = {}, options: { subject?: string } = {}): void {
    const read = readTokenSet(tokens, this.#options);
    if (!read || (this.#options.tokens !== 'cookies' && read.accessToken === undefined)) {
      throw new TypeError(`\`Session.start(tokens)\`: \`tokens\` needs ${WHAT_A_TOKEN_SET_NEEDS}`);
    }
    const { subject = read.subject } = bare(options);
    this.#lifecycle.begin(read, subject);
  }

  /**
   * Signs out: here at once, so that every request that waits is rejected and no answer on its way can undo it; then at the
   * server through the option `signOut`, with the tokens that were held.
   *
   * @returns When the server has answered or failed, and the store and the other tabs can know, so that the page may be left; at the
   *   latest when the deadline has passed. Never rejects.
   */
  async end(): Promise<void> {
    const { phase, tokens } = this.#memory.held;
    if (phase === 'signed-out') return;

    const kept = this.#lifecycle.signOut();

    const { signOut, deadline = DEFAULT_DEADLINE } = this.#options;
    const call = () => signOut?.(tokens, this.#transport.http) ?? of(null);
    const told$ = defer(() => runInInjectionContext(this.#injector, call)).pipe(
      take(1),
      catchError(() => EMPTY),
    );
    // The call goes on when the application is destroyed; the timer does not.
    await inTime(merge(told$, Promise.resolve(kept)).pipe(last(null, null)), deadline, this.#destroyRef).catch(
      () => undefined, // too late
    );
  }

  /** Asks the server whether there is a session, where that is unknown, without anybody waiting for it, until the server can tell. */
  #findOut(): void {
    const zone = inject(NgZone);
    const restored$ = this.credentials$.pipe(
      subscribeOn(asapScheduler), // `refresh` may inject what is being constructed right now
      retryLater(zone),
      catchError(() => EMPTY),
    );
    this.#memory.changes$
      .pipe(
        startWith(null),
        exhaustMap(() => (this.#memory.held.phase === 'restoring' ? restored$ : EMPTY)),
        takeUntilDestroyed(),
      )
      .subscribe();
  }
}
