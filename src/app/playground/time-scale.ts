/** Where a moment is drawn. */
export interface TimeScale {
  readonly x: (at: number) => number;
  /** The last moment that is drawn. */
  readonly end: number;
  readonly right: number;
  readonly ticks: readonly { x: number; label: string }[];
}

const MARGIN = 6;
const STEPS = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];
/** In CSS pixels. */
const BETWEEN_TICKS = 80;
/** In milliseconds. */
const SHORTEST = 100;

/** As long as something goes on the scale grows in steps, so that the picture does not creep; in the end it fits. */
export function timeScale(begunAt: number, overAt: number | undefined, now: number, width: number): TimeScale {
  const end = overAt ?? now;
  const passed = Math.max(SHORTEST, end - begunAt);
  const domain = overAt === undefined ? grown(passed) : passed;
  const right = width - MARGIN;
  const x = (at: number) => MARGIN + ((at - begunAt) / domain) * (right - MARGIN);
  const step = STEPS.find((candidate) => (candidate / domain) * width >= BETWEEN_TICKS) ?? STEPS.at(-1)!;
  const ticks = Array.from({ length: Math.floor(domain / step) + 1 }, (_, n) => ({
    x: x(begunAt + n * step),
    label: inWords(n * step, step),
  }));

  return { x, end, right, ticks: ticks.filter((tick) => tick.x < right - BETWEEN_TICKS / 2) };
}

function grown(passed: number): number {
  return SHORTEST * 1.5 ** Math.ceil(Math.log(passed / SHORTEST) / Math.log(1.5) + 0.25);
}

function inWords(milliseconds: number, step: number): string {
  return step < 1_000 ? `${milliseconds} ms` : `${milliseconds / 1_000} s`;
}
