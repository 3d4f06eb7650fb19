import { isPlatformBrowser } from '@angular/common';
import { DestroyRef, inject, Injectable, PLATFORM_ID, Signal, signal } from '@angular/core';
import { EMPTY, Observable, ReplaySubject, Subject } from 'rxjs';
import { bare } from './bare';
import { Credentials } from './credentials';
import { isPromiseLike } from './promise-like';
import { RecordKeeper } from './record-keeper';
import { DEFAULT_DEADLINE, SESSION_OPTIONS } from './session-options';
import { SessionRecord } from './session-record';
import { SessionState } from './session-state';
import { MEMORY_STORE, SessionStore, webStore } from './session-store';
import { lifetimeOf, TokenSet } from './token-set';

/** All that is held of a session at one time. Replaced as a whole, so that nobody ever sees half a change. */
export interface Held extends SessionState {
  readonly credentials: Credentials;
  readonly tokens: TokenSet;
  readonly subject?: string;
  /** When the access token runs out, on the page's monotonic clock; `Infinity` when unknown. */
  readonly runsOutAt: number;
}

/** What to hold next. Left out: what a session that is not there has. */
export type Holding = Pick<Held, 'phase'> &
  Partial<Pick<Held, 'tokens' | 'subject'>> & {
    session?: number;
    /** How long ago the access token was received, in milliseconds; `-Infinity` when unknown, and with it what is left. */
    age?: number;
  };

/** An older record says more of the clock than of the token: ten years, in milliseconds. */
const ABSURD_AGE = 10 * 365 * 86_400_000;

/** What this page knows of the session, and the record of it that outlives the page. */
@Injectable()
export class SessionMemory {
  readonly #options = inject(SESSION_OPTIONS);
  readonly #inBrowser = isPlatformBrowser(inject(PLATFORM_ID));
  readonly #storeFailures = new Subject<Error>();
  readonly #destroyRef = inject(DestroyRef);
  readonly #keeper = new RecordKeeper(
    this.#store(),
    this.#options.deadline ?? DEFAULT_DEADLINE,
    (cause) => this.#storeFailed(cause),
    this.#destroyRef,
  );
  readonly #state = signal<SessionState>({ phase: 'signed-out', refreshing: false, failing: false });
  readonly #changes = new Subject<void>();
  #sessions = 0;
  #usedAt = 0;
  #restoredAs = 0;
  /** Completes when there is something to hold, from the store or, sooner, from the application. */
  #reading: ReplaySubject<never> | undefined;
  #held: Held = {
    ...this.#state(),
    credentials: { generation: 0, session: 0 },
    tokens: {},
    runsOutAt: Infinity,
  };

  /** The store could not be read or written. */
  readonly storeFailed$: Observable<Error> = this.#storeFailures.asObservable();

  /** Emits whenever something else is held, before anybody outside is told. */
  readonly changes$: Observable<void> = this.#changes.asObservable();

  /** Completes when it is known what to begin with. */
  readonly restored$: Observable<never> = this.#restore();

  /** For templates. Requests read {@link held}, which no effect tracks. */
  readonly state: Signal<SessionState> = this.#state.asReadonly();

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
    if (phase === 'restoring' || refreshing || this.#usedAt >= runsOutAt) return undefined;

    return credentials;
  }

  /** Whether somebody is signed in whose access token is not known to have run out. */
  isAlive(): boolean {
    return this.#held.phase === 'signed-in' && performance.now() < this.#held.runsOutAt;
  }

  /** The number of a session that begins. */
  nextSession(): number {
    return ++this.#sessions;
  }

  /** Holds something else from now on. The only place where the generation changes. */
  hold(next: Holding): void {
    const { phase, session = 0, tokens: given = {}, subject, age = 0 } = bare(next);
    const { subject: _, ...rest } = given;
    const tokens: TokenSet = bare(rest);
    if (this.#held.phase === 'restoring') this.#restoredAs = session;
    const { accessToken } = tokens;
    this.#replace({
      phase,
      refreshing: false,
      failing: false,
      credentials: {
        generation: this.#held.credentials.generation + 1,
        session,
        ...(accessToken === undefined ? {} : { accessToken }),
      },
      tokens,
      subject,
      runsOutAt: performance.now() + lifetimeOf(tokens) - age,
    });
    this.#changes.next();
  }

  /** Lets those go on who wait for the store, also where somebody was quicker than it. */
  goOn(): void {
    this.#reading?.complete();
  }

  /** Shows what happens to what is held, which stays the same. */
  show(change: Pick<SessionState, 'refreshing' | 'failing'>): void {
    this.#replace({ ...this.#held, ...change });
  }

  /** Shows that no refresh is running. */
  rest(): void {
    const { refreshing, failing } = this.#held;
    if (refreshing) this.show({ refreshing: false, failing });
  }

  /** Brings the record up to date: the tokens, or only the hint that somebody has signed in, or nothing. */
  keep(): void {
    const { phase, tokens, subject } = this.#held;
    const record: SessionRecord = {
      version: 1,
      tokens: this.#options.tokens === 'body' ? tokens : {},
      receivedAt: Date.now(),
      ...(subject === undefined ? {} : { subject }),
    };
    this.#keeper.write(phase === 'signed-out' ? null : record);
  }

  #replace(held: Held): void {
    this.#held = held;
    const { phase, refreshing, failing } = held;
    this.#state.set({ phase, refreshing, failing });
  }

  #restore(): Observable<never> {
    const record = this.#keeper.read();
    if (!isPromiseLike(record)) {
      this.#adopt(record);
      return EMPTY;
    }
    this.hold({ phase: 'restoring' });
    const reading = this.#held;
    const restored = (this.#reading = new ReplaySubject<never>());
    this.#destroyRef.onDestroy(() => this.goOn()); // whoever waits is told that there is no refresh any more
    void record.then((found) => {
      // A sign-in that was quicker than the store is newer than what the store knows.
      if (this.#held === reading) this.#adopt(found);
      this.goOn();
    });

    return restored;
  }

  /** Begins with what an earlier page left: tokens, or the hint that asking the server for some is worth a try. */
  #adopt(record: SessionRecord | null): void {
    const { tokens: kind, restore = 'hint' } = this.#options;
    const tokens = record?.tokens ?? {};
    const subject = record?.subject;
    if (kind === 'body') {
      if (tokens.accessToken === undefined || !record) return this.hold({ phase: 'signed-out' });
      const wallClockAge = Date.now() - record.receivedAt;
      const isPlausible = wallClockAge >= 0 && wallClockAge < ABSURD_AGE; // else the clock has been set since
      const age = isPlausible ? wallClockAge : -Infinity;
      return this.hold({ phase: 'signed-in', session: this.nextSession(), tokens, subject, age });
    }
    const worthATry = this.#inBrowser && (restore === 'always' || (restore === 'hint' && record !== null));
    if (!worthATry) return this.hold({ phase: 'signed-out' });

    // With an access token in memory only a refresh can tell whether there is a session; with cookies the first 401 does.
    if (kind === 'access-in-memory') this.hold({ phase: 'restoring', subject });
    else this.hold({ phase: 'signed-in', session: this.nextSession(), subject });
  }

  /** Told a moment later, because the first read fails before anybody can listen. */
  #storeFailed(cause: unknown): void {
    queueMicrotask(() => this.#storeFailures.next(errorOf(cause)));
  }

  #store(): SessionStore {
    const { tokens, store = 'memory', name = 'ngx-axios' } = this.#options;
    if (!this.#inBrowser) return MEMORY_STORE;
    if (tokens !== 'body') return webStore('localStorage', `${name}.signed-in`);
    if (store === 'memory') return MEMORY_STORE;

    return typeof store === 'string' ? webStore(store, `${name}.session`) : store;
  }
}

function errorOf(cause: unknown): Error {
  if (cause instanceof SyntaxError) return new Error('The stored record is no JSON.'); // its message quotes the record

  return cause instanceof Error ? cause : new Error('The store failed.', { cause });
}
