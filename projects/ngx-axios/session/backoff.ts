const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** A server may ask for more patience than our longest pause, but not for for ever. */
const LONGEST_RETRY_AFTER = 3_600_000;

/**
 * How long to leave the server alone after refreshes that failed, for one generation of credentials: a new sign-in starts
 * without a pause. The n-th pause is 2^n seconds with jitter, or what the server asked for.
 */
export class Backoff {
  #generation = -1;
  #failures = 0;
  #until = 0;

  /** Notes a failure and gives the pause in milliseconds. */
  failed(generation: number, retryAfter: number | undefined): number {
    if (generation !== this.#generation) this.#failures = 0;
    const exponential = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures);
    const pause =
      retryAfter === undefined ? exponential * (0.5 + Math.random() / 2) : Math.min(retryAfter, LONGEST_RETRY_AFTER);

    this.#generation = generation;
    this.#failures++;
    this.#until = performance.now() + pause;

    return pause;
  }

  /** Whether the pause for these credentials still runs. */
  isPausing(generation: number): boolean {
    return generation === this.#generation && performance.now() < this.#until;
  }
}
