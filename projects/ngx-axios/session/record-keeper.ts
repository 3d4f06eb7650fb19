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
import { MaybeAsync, SessionStore, webStore } from './session-store';
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
  readonly #failures = new Subject<Error>();
  #lastWrite: PromiseLike<unknown> | undefined;
  #sessions = 0;

  readonly failures$ = this.#failures.asObservable();

  readonly news$ = EMPTY;

  read(): MaybeAsync<SessionRecord | null> {
    return this.#tried(() => {
      const value = this.#store?.read();

      return isPromiseLike(value) ? value.then(readRecord) : readRecord(value);
    });
  }

  /** The tokens, or only the hint that somebody has signed in, or nothing. */
  write({ phase, tokens, subject }: Held): MaybeAsync<unknown> {
    const record: SessionRecord = {
      version: 1,
      tokens: this.#options.tokens === 'body' ? tokens : {},
      receivedAt: Date.now(),
      ...(subject === undefined ? {} : { subject }),
    };
    const write = () => (phase === 'signed-out' ? this.#store?.clear() : this.#store?.write(record));
    const written = this.#lastWrite ? this.#lastWrite.then(() => this.#tried(write)) : this.#tried(write);
    if (isPromiseLike(written)) this.#lastWrite = written;

    return written;
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

  /** What the store answers, as long as it is not too late: it would hold back the page, or the record of a sign-out. `null` for a failure. */
  #tried<T>(ask: () => MaybeAsync<T>): MaybeAsync<T | null> {
    const failed = (cause: unknown): null => {
      queueMicrotask(() => this.#failures.next(storeFailure(cause))); // the first read fails before anybody can listen
      return null;
    };
    try {
      const answer = ask();

      return isPromiseLike(answer)
        ? inTime(answer, this.#options.deadline ?? DEFAULT_DEADLINE, this.#destroyRef).catch(failed)
        : answer;
    } catch (cause) {
      return failed(cause);
    }
  }

  /** `undefined` where nothing outlives the page. */
  #storeOf(): SessionStore | undefined {
    const { tokens, store = 'memory', name = 'ngx-axios' } = this.#options;
    const place = tokens === 'body' ? store : 'localStorage';
    if (!isInBrowser() || place === 'memory') return undefined;
    if (typeof place !== 'string') return place;

    const key = `${name}.${tokens === 'body' ? 'session' : 'signed-in'}`;
    if (typeof ngDevMode === 'undefined' || ngDevMode) {
      claimName(`${place} ${key}`, 'give one of them another `name`.');
      if (store === 'localStorage') {
        console.warn(
          "ngx-axios: `store: 'localStorage'` outlives the tab, and two tabs would use one refresh token twice. Let them share the session: add `withTabs({ namespace })` and remove `store`.",
        );
      }
    }

    return webStore(place, key);
  }
}
