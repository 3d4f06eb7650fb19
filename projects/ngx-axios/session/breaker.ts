import { Credentials } from './credentials';

/** So many refreshes that did not help let the breaker trip. */
const TRIPS_AT = 3;
/** How long it stays open, and how long a refresh that did not help is remembered at least, in milliseconds. */
const WINDOW = 60_000;

/**
 * Stops refreshing where it does not help: the server renews the access token and then refuses the fresh one, because of a
 * wrong audience, say. After three such refreshes only one a minute is tried, as long as none of them helps.
 */
export class Breaker {
  #session = 0;
  #generation = 0;
  #ineffective = 0;
  #last = 0;

  /** Whether answers that say "expired" are to be handed out as they are. */
  isOpen(session: number): boolean {
    return this.openFor(session) > 0;
  }

  /** For how long it stays open, in milliseconds; `0` when it is closed. Another session starts without a history. */
  openFor(session: number): number {
    const trips = session === this.#session && this.#ineffective >= TRIPS_AT;

    return trips ? Math.max(0, this.#last + WINDOW - performance.now()) : 0;
  }

  /** Notes that credentials fresh from a refresh were refused. Answers whether that has opened the breaker. */
  refused({ session, generation }: Credentials): boolean {
    if (generation <= this.#generation) return false; // many requests meet the same token, some of them late

    const now = performance.now();
    const wasOpen = this.isOpen(session);
    const goesOn = session === this.#session && now - this.#last < 2 * WINDOW;
    this.#ineffective = goesOn ? this.#ineffective + 1 : 1;
    this.#session = session;
    this.#generation = generation;
    this.#last = now;

    return !wasOpen && this.isOpen(session);
  }
}
