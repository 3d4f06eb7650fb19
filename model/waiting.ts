import type { Ask } from './ask.ts';

/** What there is to wait for when all microtasks have run. */
export interface Prospects {
  readonly isOnTheWire: boolean;
  readonly refreshes: boolean;
  readonly signsOut: boolean;
  /** It is not known yet who is signed in. */
  readonly restores: boolean;
  /** In milliseconds, as long as the ask has waited in all. */
  readonly waited: number;
  /** In milliseconds. */
  readonly limit: number;
}

/** What is wrong with somebody who waits, or does not wait any more. */
export function problemsOfWaiting({ what, session, outcome, givenUp }: Ask, prospects: Prospects): string[] {
  const { isOnTheWire, refreshes, signsOut, restores, waited, limit } = prospects;
  if (givenUp && isOnTheWire) return [`is still on the wire after it was ${givenUp}`];
  if (givenUp === 'aborted' && !outcome) return ['was aborted and does not settle'];
  if (outcome || givenUp || isOnTheWire) return [];

  const problems: Record<string, boolean> = {
    'waits for nothing': !(what === 'sign-out' ? signsOut : refreshes || restores),
    [`waits although its session ended: ${session?.endedFor}`]: session?.endedFor !== undefined,
    [`has waited ${waited} ms`]: waited > limit,
  };

  return Object.keys(problems).filter((problem) => problems[problem]);
}
