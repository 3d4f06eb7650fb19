import { install, type Clock } from '@sinonjs/fake-timers';

/** Where every play begins. */
const BEGINNING = Date.UTC(2030, 0, 1);

const nextImmediate = globalThis.setImmediate;

/**
 * Time that passes only when it is told to. Timers, the wall clock and the monotonic clock are virtual; microtasks are real,
 * because the order in which promises settle is what the model is about.
 */
export class VirtualTime {
  readonly #clock: Clock = install({
    now: BEGINNING,
    toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
  readonly #random = Math.random;

  /** Starts again, with other luck: whatever asks for chance gets the same for the same seed. */
  restart(seed: number): void {
    this.#clock.reset();
    Math.random = seededRandom(seed);
  }

  /** Gives the process its own time back. */
  uninstall(): void {
    this.#clock.uninstall();
    Math.random = this.#random;
  }

  /** The monotonic clock, in milliseconds. */
  get now(): number {
    return performance.now();
  }

  /** How many timers wait. */
  get timers(): number {
    return this.#clock.countTimers();
  }

  /** Lets so many microtasks run that a chain of as many `then`s gets through. */
  async turns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn++) await null;
  }

  /** Lets all microtasks run, and those that they queue. */
  settle(): Promise<void> {
    return new Promise((resolve) => nextImmediate(resolve));
  }

  /** Lets time pass, with everything that is due, and all microtasks between two timers. */
  async pass(milliseconds: number): Promise<void> {
    await this.#clock.tickAsync(milliseconds);
  }

  /** Sets the wall clock; the monotonic clock goes on. */
  setWallClock(by: number): void {
    this.#clock.setSystemTime(Date.now() + by);
  }
}

/** Mulberry32. */
function seededRandom(seed: number): () => number {
  let state = seed;

  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);

    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
