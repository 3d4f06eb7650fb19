import { IDBPDatabase, openDB } from 'idb';
import { RecordPlace } from './record-place';

const STORE = 'session';
const KEY = 'record';

/**
 * The record in IndexedDB: a write is visible to every other tab once it is done, which is not so with `localStorage`.
 *
 * Browsers close connections on their own, and other tabs may ask for it: what fails is tried once more over a new one.
 */
export class DatabasePlace implements RecordPlace {
  #connection: Promise<IDBPDatabase> | undefined;

  constructor(private readonly name: string) {}

  read(): Promise<unknown> {
    return this.#twice((database) => database.get(STORE, KEY));
  }

  change(next: (current: unknown) => unknown): Promise<void> {
    return this.#twice(async (database) => {
      const { store, done } = database.transaction(STORE, 'readwrite');
      const record = next(await store.get(KEY));
      if (record !== undefined) await store.put(record, KEY);
      await done;
    });
  }

  async #twice<T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#open());
    } catch {
      await this.#close();
      return await work(await this.#open());
    }
  }

  #open(): Promise<IDBPDatabase> {
    return (this.#connection ??= openDB(this.name, 1, {
      upgrade: (database) => void database.createObjectStore(STORE),
      blocking: () => void this.#close(), // who deletes the database, or brings a newer one, is not kept waiting
      terminated: () => (this.#connection = undefined),
    }));
  }

  async #close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.then(
      (database) => database.close(),
      () => undefined,
    );
  }
}
