/** What the server saw of one sign-in. */
export interface Counts {
  /** API requests with an access token of this sign-in. */
  requests: number;
  /** Those of them that were refused because the token had expired. */
  expired: number;
  /** Those that the client hung up on. */
  aborted: number;
  /** Calls of the refresh route. */
  refreshCalls: number;
  /** Those that were answered with fresh tokens. */
  refreshes: number;
  /** Refresh tokens that were presented again after they had been used up: taken for theft. */
  reuse: number;
}

/** Faults to be injected into the refresh route of one sign-in. */
export interface Faults {
  /** Milliseconds before the refresh is answered. */
  readonly delay?: number;
  /** Answer this status with an empty body instead of refreshing. */
  readonly status?: number;
  /** Answer 307 with this address instead of refreshing. */
  readonly redirect?: string;
  /** Answer 200 with this body instead of refreshing. */
  readonly body?: unknown;
}

/** The server's own count of every sign-in, beside what its clients believe. */
export class Ledger {
  readonly #counts = new Map<string, Counts>();
  readonly #faults = new Map<string, Faults>();

  of(family: string): Counts {
    let counts = this.#counts.get(family);
    if (!counts) {
      counts = { requests: 0, expired: 0, aborted: 0, refreshCalls: 0, refreshes: 0, reuse: 0 };
      this.#counts.set(family, counts);
    }
    return counts;
  }

  faults(family: string): Faults {
    return this.#faults.get(family) ?? {};
  }

  setFaults(family: string, faults: Faults): void {
    this.#faults.set(family, faults);
  }
}
