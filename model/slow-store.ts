import type { Library } from './library.ts';

/** A store that does nothing until it is told to, and fails when it is told so. */
export class SlowStore implements Library.SessionStore {
  record: Library.SessionRecord | null;
  /** What a read has answered; `undefined` before. */
  found: Library.SessionRecord | null | undefined;
  /** Something has failed or taken too long, so that the record may be older than the session. */
  isUnreliable = false;
  readonly #waiting: ((works: boolean) => void)[] = [];
  readonly #deadline: number;
  readonly #now: () => number;

  constructor(record: Library.SessionRecord | null, deadline: number, now: () => number) {
    this.record = record;
    this.#deadline = deadline;
    this.#now = now;
  }

  read(): Promise<unknown> {
    return this.#later(() => (this.found = this.record));
  }

  write(record: Library.SessionRecord): Promise<void> {
    return this.#later(() => void (this.record = record));
  }

  clear(): Promise<void> {
    return this.#later(() => void (this.record = null));
  }

  get isBusy(): boolean {
    return this.#waiting.length > 0;
  }

  /** The store gets to what it was asked for first. */
  answer(works: boolean): void {
    this.#waiting.shift()?.(works);
  }

  #later<T>(act: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const since = this.#now();
      this.#waiting.push((works) => {
        this.isUnreliable ||= !works || this.#now() - since >= this.#deadline;
        if (works) resolve(act());
        else reject(new Error('The store is full.'));
      });
    });
  }
}
