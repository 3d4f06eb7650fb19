import { DestroyRef, inject, Signal, signal } from '@angular/core';
import { concat, defer, Observable, Subject } from 'rxjs';
import { bare } from './bare';
import { Credentials } from './credentials';
import { Held, Holding, sharedNow } from './held';
import { isInBrowser } from './is-in-browser';
import { isPromiseLike } from './promise-like';
import { SessionEndReason } from './session-event';
import { SERVER_REQUESTS } from './server-requests';
import { SESSION_KEEPER } from './session-keeper';
import { SESSION_OPTIONS } from './session-options';
import { SessionRecord } from './session-record';
import { SessionState } from './session-state';
import { MaybeAsync } from './session-store';
import { SharedRecord } from './shared-record';
import { lifetimeOf, TokenSet } from './token-set';

/** An older record says more of the clock than of the token: ten years, in milliseconds. */
const ABSURD_AGE = 315_360_000_000;

/** What this page knows of the session, and the record of it that outlives the page. */
export class SessionMemory {
  readonly #options = inject(SESSION_OPTIONS);
  readonly #isInBrowser = isInBrowser();
  readonly #destroyRef = inject(DestroyRef);
  readonly #keeper = inject(SESSION_KEEPER);
  readonly #state = signal({} as SessionState);
  readonly #changes = new Subject<void>();
  #usedAt = 0;
  #restoredAs = 0;
  /** Completes when it is known what to hold: from the store, from another tab or, sooner, from the application. */
  #looking: Subject<never> | undefined;
  #lastLook: PromiseLike<unknown> | undefined;
  #generation = 0;
  #held!: Held; // something from the constructor on, and so is the state

  /** Emits whenever something else is held, before anybody outside is told. */
  readonly changes$: Observable<void> = this.#changes.asObservable();

  /** For templates. Requests read {@link held}, which no effect tracks. */
  readonly state: Signal<SessionState> = this.#state.asReadonly();

  constructor() {
    this.#restore();
  }

  get held(): Held {
    return this.#held;
  }

  /** The session that was there, or had been begun by then, when it was known what to begin with; `0` for none. */
  get restoredAs(): number {
    return this.#restoredAs;
  }

  /** When credentials were last asked for, on the page's monotonic clock. */
  get usedAt(): number {
    return this.#usedAt;
  }

  /** The short way of `Session.credentials$`: what is good now, or `undefined` when it must be waited for. */
  readyCredentials(): Credentials | undefined {
    const { phase, refreshing, credentials, runsOutAt } = this.#held;
    this.#usedAt = performance.now();
    if (!this.#isInBrowser) return credentials; // there is nothing to wait for
    if (this.#looking || phase === 'restoring' || refreshing || this.#usedAt >= runsOutAt) return undefined;

    return credentials;
  }

  /** Whether somebody is signed in whose access token is not known to have run out. */
  isAlive(): boolean {
    return this.#held.phase === 'signed-in' && performance.now() < this.#held.runsOutAt;
  }

  /** What follows once it is known what is held: at once, unless a store is read, or another tab may have changed it. */
  whenKnown<T>(next: () => Observable<T>): Observable<T> {
    return defer(() => (this.#looking ? concat(this.#looking, defer(next)) : next()));
  }

  /** A number for a session that begins. */
  newSession(): number {
    return this.#keeper.newSession();
  }

  /** Holds something else from now on. The only place where the generation changes. */
  hold(next: Holding): void {
    const { phase, session = 0, tokens: given = {}, subject, age = 0, committedAt = sharedNow() } = bare(next);
    const { subject: _, ...rest } = given;
    const tokens: TokenSet = bare(rest);
    if (this.#held?.phase === 'restoring') this.#restoredAs = session;
    const { accessToken } = tokens;
    this.#replace({
      phase,
      refreshing: false,
      failing: false,
      credentials: {
        generation: ++this.#generation,
        session,
        ...(accessToken === undefined ? {} : { accessToken }),
      },
      tokens,
      subject,
      runsOutAt: performance.now() + lifetimeOf(tokens) - age,
      committedAt,
    });
    this.#changes.next();
  }

  /** Holds everybody back until something is known that may change what is held. It never fails. */
  lookAt(something: PromiseLike<unknown>): void {
    this.#looking ??= new Subject<never>();
    this.#lastLook = something;
    void something.then(() => {
      if (this.#lastLook === something) this.goOn();
    });
  }

  /** Lets those go on who are held back, also where the application was quicker than what they wait for. */
  goOn(): void {
    const looking = this.#looking;
    this.#looking = undefined;
    looking?.complete();
  }

  /** Notes what happens to what is held, which stays the same. */
  show(change: Partial<Pick<Held, 'refreshing' | 'failing' | 'runsOutAt'>>): void {
    this.#replace({ ...this.#held, ...change });
  }

  /** Shows that no refresh is running. */
  rest(): void {
    const { refreshing, failing } = this.#held;
    if (refreshing) this.show({ refreshing: false, failing });
  }

  /** Keeps what is held beyond the page, and why nobody is signed in any more. Answers when it is kept; never fails. */
  keep(endedBy?: SessionEndReason): MaybeAsync<unknown> {
    return this.#keeper.write(this.#held, endedBy);
  }

  /** Holds what is kept: the tokens, or what the hint is good for that asking the server for some is worth a try. */
  adopt(record: SessionRecord | SharedRecord | null): void {
    const { tokens: kind, restore = 'hint' } = this.#options;
    const {
      session,
      tokens,
      subject,
      receivedAt = 0,
      committedAt,
      endedBy,
    }: Partial<SharedRecord> = bare(record ?? {});
    if (tokens?.accessToken !== undefined && !endedBy) {
      const wallClockAge = Date.now() - receivedAt;
      const isPlausible = wallClockAge >= 0 && wallClockAge < ABSURD_AGE; // else the clock has been set since
      const age = isPlausible ? wallClockAge : -Infinity;
      return this.hold({ phase: 'signed-in', session: session ?? this.newSession(), tokens, subject, age });
    }
    const isHint = record !== null && !endedBy;
    const worthATry = kind !== 'body' && (restore === 'always' || (restore === 'hint' && isHint));
    if (!worthATry) return this.hold({ phase: 'signed-out' });

    // With an access token in memory only a refresh can tell whether there is a session; with cookies the first 401 does.
    if (kind === 'access-in-memory') this.hold({ phase: 'restoring', subject });
    else this.hold({ phase: 'signed-in', session: session ?? this.newSession(), subject, committedAt });
  }

  #replace(held: Held): void {
    this.#held = held;
    const { phase, refreshing, failing } = held;
    this.#state.set({ phase, refreshing, failing });
  }

  #restore(): void {
    if (!this.#isInBrowser) return this.#leaveOpen();
    const record = this.#keeper.read();
    if (!isPromiseLike(record)) return this.adopt(record);

    this.hold({ phase: 'restoring' });
    const reading = this.#held;
    this.#destroyRef.onDestroy(() => this.goOn()); // whoever waits is told that there is no refresh any more
    this.lookAt(
      record.then((found) => {
        // A sign-in that was quicker than the store is newer than what the store knows.
        if (this.#held === reading) this.adopt(found);
      }),
    );
  }

  /** Only the browser knows whether somebody is signed in. With the cookies that it has sent the API may answer as if it knew. */
  #leaveOpen(): void {
    const bringsCookies = this.#options.tokens === 'cookies' && inject(SERVER_REQUESTS, { optional: true })?.cookies;
    this.hold({ phase: 'restoring', session: bringsCookies ? this.newSession() : 0 });
  }
}
