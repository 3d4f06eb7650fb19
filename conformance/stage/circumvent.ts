import type { Circumstances } from '../scenarios/scenario.ts';

/** Runs in the page before everything else: the clock may be wrong, and Web Locks may be missing. */
export function circumvent({ ahead = 0, locks }: Pick<Circumstances, 'ahead' | 'locks'>): void {
  const Real = Date;
  const clock = { ahead: ahead * 60_000 };
  globalThis.Date = class extends Real {
    constructor(...given: [] | [number]) {
      super(...((given.length > 0 ? given : [Real.now() + clock.ahead]) as [number]));
    }
    static override now = () => Real.now() + clock.ahead;
  } as DateConstructor;
  Object.assign(globalThis, { clock });
  if (locks === 'missing') Object.defineProperty(navigator, 'locks', { value: undefined });
}
