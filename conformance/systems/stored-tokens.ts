import type { TokenSet } from './system.ts';

/** What an application keeps under two keys of a storage. */
export class StoredTokens {
  readonly #storage: Storage;

  constructor(storage: Storage = localStorage) {
    this.#storage = storage;
  }

  get accessToken(): string | null {
    return this.#storage.getItem('token');
  }

  get refreshToken(): string | null {
    return this.#storage.getItem('refresh_token');
  }

  /** What is not there stays as it was. */
  keep({ accessToken, refreshToken }: TokenSet): void {
    if (accessToken !== undefined) this.#storage.setItem('token', accessToken);
    if (refreshToken !== undefined) this.#storage.setItem('refresh_token', refreshToken);
  }

  clear(): void {
    this.#storage.removeItem('token');
    this.#storage.removeItem('refresh_token');
  }
}
