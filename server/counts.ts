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
  /** Those of them that came after the access token before had run out, or had been revoked. */
  ranOut: number;
  /** Refresh tokens that were presented again after they had been used up: taken for theft. */
  reuse: number;
  /** Sockets and event streams that were let in. */
  opened: number;
  /** Those of them that are open now. */
  open: number;
}

const NOTHING: Readonly<Counts> = {
  requests: 0,
  expired: 0,
  aborted: 0,
  refreshCalls: 0,
  refreshes: 0,
  ranOut: 0,
  reuse: 0,
  opened: 0,
  open: 0,
};

/** The server's own count of every sign-in, beside what its clients believe. */
export class Ledger {
  readonly #counts = new Map<string, Counts>();

  of(family: string): Counts {
    let counts = this.#counts.get(family);
    if (!counts) {
      counts = { ...NOTHING };
      this.#counts.set(family, counts);
    }
    return counts;
  }

  /** A socket or an event stream is let in. Answers what tells that it has closed. */
  opened(family: string): () => void {
    const counts = this.of(family);
    counts.opened++;
    counts.open++;

    return () => void counts.open--;
  }
}
