import { inVirtualTime } from '../testbed/bare-session';
import { Breaker } from './breaker';

const fresh = (generation: number, session = 1) => ({ generation, session });

describe('Breaker', () => {
  it('R6: opens with the third refresh that did not help, and says so once', () =>
    inVirtualTime(() => {
      const breaker = new Breaker();
      const opened = [1, 1, 2, 2, 3, 3, 4].map((generation) => breaker.refused(fresh(generation)));
      expect(opened).toEqual([false, false, false, false, true, false, false]);
      expect(breaker.isOpen(1)).toBeTrue();
    }));

  it('R6: lets one refresh a minute be tried while none helps, and forgets after two', () =>
    inVirtualTime(({ cold, flush }) => {
      const breaker = new Breaker();
      for (const generation of [1, 2, 3]) breaker.refused(fresh(generation));
      const seen: unknown[] = [];
      cold('59999ms a').subscribe(() => seen.push(breaker.isOpen(1)));
      cold('60s a').subscribe(() => seen.push(breaker.isOpen(1), breaker.refused(fresh(4)), breaker.isOpen(1)));
      cold('180s a').subscribe(() => seen.push(breaker.isOpen(1), breaker.refused(fresh(5)), breaker.isOpen(1)));
      flush();
      expect(seen).toEqual([true, false, true, true, false, false, false]);
    }));

  it('R6: forgets what is older than two minutes', () =>
    inVirtualTime(({ cold, flush }) => {
      const breaker = new Breaker();
      const seen: unknown[] = [];
      cold('a 119998ms b 119s c').subscribe(() => seen.push(breaker.refused(fresh(seen.length + 1))));
      cold('360s d').subscribe(() => seen.push(breaker.refused(fresh(9))));
      flush();
      expect(seen).toEqual([false, false, true, false]);
    }));

  it('R6: says nothing about the session of the next sign-in', () => {
    const breaker = new Breaker();
    for (const generation of [1, 2, 3]) breaker.refused(fresh(generation));
    expect(breaker.isOpen(2)).toBeFalse();
    expect(breaker.refused(fresh(5, 2))).toBeFalse();
    expect(breaker.isOpen(2)).toBeFalse();
  });
});
