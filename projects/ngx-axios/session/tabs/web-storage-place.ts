import { RecordPlace } from './record-place';

/**
 * For how long another tab's write may stay unseen, in milliseconds. In Chromium reads under an exclusive lock were stale
 * (`bench/stale-reads.ts` counts them), and none of 800 after 20 ms.
 */
const UNTIL_SEEN = 30;

/** The record in `localStorage`, where there is no IndexedDB. */
export class WebStoragePlace implements RecordPlace {
  constructor(private readonly key: string) {}

  async read(): Promise<unknown> {
    await new Promise((resolve) => setTimeout(resolve, UNTIL_SEEN));

    return this.#get();
  }

  async change(next: (current: unknown) => unknown): Promise<void> {
    const record = next(this.#get());
    if (record !== undefined) localStorage.setItem(this.key, JSON.stringify(record));
  }

  #get(): unknown {
    return JSON.parse(localStorage.getItem(this.key) ?? 'null') as unknown;
  }
}
