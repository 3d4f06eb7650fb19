const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** A server may ask for more patience than our longest pause, but not for ever. */
const LONGEST_RETRY_AFTER = 3_600_000;

/**
 * How long to leave the server alone after refreshes that failed, for one generation of credentials: a new sign-in starts
 * without a pause. The n-th pause is 2^n seconds with jitter, or what the server asked for; from the second on, the longer one.
 */
export class Backoff {
  /** Whose failures these are; `0` for nobody's. */
  #generation = 0;
  #failures = 0;
  #until = 0;

  /** Notes a failure and gives the pause in milliseconds. */
  failed(generation: number, retryAfter: number | undefined): number {
    if (generation !== this.#generation) this.#failures = 0;
    const exponential = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures);
    const own = exponential * (0.5 + Math.random() / 2);
    const asked = Math.min(retryAfter ?? own, LONGEST_RETRY_AFTER);
    // A server that says "now" and fails again is not asked without a pause a second time.
    const pause = this.#failures === 0 ? asked : Math.max(asked, own);

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
