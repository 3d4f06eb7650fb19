import { DestroyRef } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { firstValueFrom, from, map, merge, timer } from 'rxjs';
import { isPromiseLike } from './promise-like';
import { readRecord, SessionRecord } from './session-record';
import { MaybeAsync, SessionStore } from './session-store';

/**
 * Stands between the session and its store: whatever the store does, the session goes on in memory.
 *
 * Writes of an asynchronous store are put in a row, so that the last one wins. A store that fails, or passes the deadline, is
 * reported.
 */
export class RecordKeeper {
  #lastWrite: PromiseLike<void> | undefined;

  /** @param deadline - In milliseconds. */
  constructor(
    private readonly store: SessionStore,
    private readonly deadline: number,
    private readonly report: (cause: unknown) => void,
    private readonly destroyRef: DestroyRef,
  ) {}

  read(): MaybeAsync<SessionRecord | null> {
    const failed = (cause: unknown): null => {
      this.report(cause);
      return null;
    };
    try {
      const value = this.store.read();

      return isPromiseLike(value) ? this.#inTime(value).then(readRecord, failed) : readRecord(value);
    } catch (cause) {
      return failed(cause);
    }
  }

  /** Writes a record, or clears the store when there is none to keep. */
  write(record: SessionRecord | null): void {
    const write = () => (record ? this.store.write(record) : this.store.clear());
    if (this.#lastWrite) {
      this.#lastWrite = this.#lastWrite.then(() => this.#inTime(write())).then(undefined, this.report);
      return;
    }
    try {
      const written = write();
      if (isPromiseLike(written)) this.#lastWrite = this.#inTime(written).then(undefined, this.report);
    } catch (cause) {
      this.report(cause);
    }
  }

  /** A store that never answers would hold back the page, or the record of a sign-out. */
  #inTime<T>(answer: MaybeAsync<T>): Promise<T> {
    if (!isPromiseLike(answer)) return Promise.resolve(answer);

    const tooLate$ = timer(this.deadline).pipe(
      takeUntilDestroyed(this.destroyRef),
      map((): never => {
        throw new Error(`The store has not answered within ${this.deadline} ms.`);
      }),
    );

    return firstValueFrom(merge(from(answer), tooLate$));
  }
}
