import { RecordPlace } from './record-place';

const STORE = 'session';
const KEY = 'record';

/**
 * The record in IndexedDB: a write is visible to every other tab once it is done, which is not so with `localStorage`.
 *
 * Browsers close connections on their own, and other tabs may ask for it: what fails is tried once more over a new one.
 *
 * By hand, though there are libraries for it: the usual one does not say that it can be left out, so that every application carried
 * 1.1 kB of it, with tabs or without.
 */
export class DatabasePlace implements RecordPlace {
  #connection: Promise<IDBDatabase> | undefined;

  constructor(private readonly name: string) {}

  read(): Promise<unknown> {
    return this.#twice((database) => resultOf(database.transaction(STORE).objectStore(STORE).get(KEY)));
  }

  change(next: (current: unknown) => unknown): Promise<void> {
    return this.#twice(async (database) => {
      const transaction = database.transaction(STORE, 'readwrite');
      const done = endOf(transaction);
      const store = transaction.objectStore(STORE);
      const record = next(await resultOf(store.get(KEY)));
      if (record !== undefined) store.put(record, KEY);
      await done;
    });
  }

  async #twice<T>(work: (database: IDBDatabase) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#open());
    } catch {
      await this.#close();
      return await work(await this.#open());
    }
  }

  #open(): Promise<IDBDatabase> {
    return (this.#connection ??= this.#opened());
  }

  async #opened(): Promise<IDBDatabase> {
    const opening = indexedDB.open(this.name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    const database = await resultOf(opening);
    database.onversionchange = () => void this.#close(); // who deletes the database, or brings a newer one, is not kept waiting
    database.onclose = () => (this.#connection = undefined);

    return database;
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

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}

/** When a transaction is written, or comes to nothing. */
function endOf(transaction: IDBTransaction): Promise<void> {
  const end = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'));
  });
  end.catch(() => undefined); // who waits for a request is told already

  return end;
}
