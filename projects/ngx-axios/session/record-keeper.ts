import { DestroyRef, inject } from '@angular/core';
import { EMPTY, Observable, Subject } from 'rxjs';
import { claimName } from './claim-name';
import { Held } from './held';
import { inTime } from './in-time';
import { isInBrowser } from './is-in-browser';
import { isPromiseLike } from './promise-like';
import { Renewal, SessionKeeper } from './session-keeper';
import { DEFAULT_DEADLINE, SESSION_OPTIONS } from './session-options';
import { readRecord, SessionRecord } from './session-record';
import { MaybeAsync, MEMORY_STORE, SessionStore, webStore } from './session-store';
import { storeFailure } from './store-failure';
import { Verdict } from './verdict';

declare const ngDevMode: boolean | undefined;

/**
 * Keeps the session in the store of one page: whatever the store does, the session goes on in memory.
 *
 * Writes of an asynchronous store are put in a row, so that the last one wins. A store that fails, or passes the deadline, is
 * reported.
 */
export class RecordKeeper implements SessionKeeper {
  readonly #options = inject(SESSION_OPTIONS);
  readonly #destroyRef = inject(DestroyRef);
  readonly #store = this.#storeOf();
  readonly #deadline = this.#options.deadline ?? DEFAULT_DEADLINE;
  readonly #failures = new Subject<Error>();
  #lastWrite: Promise<void> | undefined;
  #sessions = 0;

  readonly failures$ = this.#failures.asObservable();

  readonly news$ = EMPTY;

  read(): MaybeAsync<SessionRecord | null> {
    const failed = (cause: unknown): null => {
      this.#report(cause);
      return null;
    };
    try {
      const value = this.#store.read();

      return isPromiseLike(value) ? this.#inTime(value).then(readRecord, failed) : readRecord(value);
    } catch (cause) {
      return failed(cause);
    }
  }

  /** The tokens, or only the hint that somebody has signed in, or nothing. */
  write({ phase, tokens, subject }: Held): MaybeAsync<void> {
    const record: SessionRecord = {
      version: 1,
      tokens: this.#options.tokens === 'body' ? tokens : {},
      receivedAt: Date.now(),
      ...(subject === undefined ? {} : { subject }),
    };
    return this.#put(phase === 'signed-out' ? null : record);
  }

  /** No other tab writes here. */
  takes(): boolean {
    return false;
  }

  newSession(): number {
    return ++this.#sessions;
  }

  renew({ held, call }: Renewal): Observable<Verdict> {
    return call(held);
  }

  #put(record: SessionRecord | null): MaybeAsync<void> {
    const write = () => (record ? this.#store.write(record) : this.#store.clear());
    const inARow = (written: Promise<void>) =>
      (this.#lastWrite = written.then(undefined, (cause: unknown) => this.#report(cause)));
    if (this.#lastWrite) return inARow(this.#lastWrite.then(() => this.#inTime(write())));

    try {
      const written = write();
      if (isPromiseLike(written)) return inARow(this.#inTime(written));
    } catch (cause) {
      this.#report(cause);
    }
  }

  /** A store that never answers would hold back the page, or the record of a sign-out. */
  #inTime<T>(answer: MaybeAsync<T>): Promise<T> {
    return isPromiseLike(answer) ? inTime(answer, this.#deadline, this.#destroyRef) : Promise.resolve(answer);
  }

  /** Told a moment later, because the first read fails before anybody can listen. */
  #report(cause: unknown): void {
    queueMicrotask(() => this.#failures.next(storeFailure(cause)));
  }

  #storeOf(): SessionStore {
    const { tokens, store = 'memory', name = 'ngx-axios' } = this.#options;
    if (!isInBrowser()) return MEMORY_STORE;
    if (tokens !== 'body') return this.#webStore('localStorage', `${name}.signed-in`);
    if (store === 'memory') return MEMORY_STORE;
    if (store === 'localStorage' && (typeof ngDevMode === 'undefined' || ngDevMode)) {
      console.warn(
        "ngx-axios: `store: 'localStorage'` outlives the tab, and two tabs would use one refresh token twice. Let them share the session: add `withTabs({ namespace })` and remove `store`.",
      );
    }

    return typeof store === 'string' ? this.#webStore(store, `${name}.session`) : store;
  }

  #webStore(area: 'localStorage' | 'sessionStorage', key: string): SessionStore {
    if (typeof ngDevMode === 'undefined' || ngDevMode) claimName(`${area} ${key}`, 'give one of them another `name`.');

    return webStore(area, key);
  }
}
