import { inVirtualTime } from '../testbed/bare-session';
import { Backoff } from './backoff';

describe('Backoff', () => {
  it('R15: doubles its pauses for the same token, up to a minute, with up to half of them by chance', () =>
    inVirtualTime(() => {
      const backoff = new Backoff();
      const random = Math.random as jasmine.Spy;
      expect(Array.from({ length: 8 }, () => backoff.failed(1, undefined))).toEqual([
        1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000,
      ]);
      random.and.returnValue(0);
      expect(backoff.failed(1, undefined)).toBe(30_000);
    }));

  it('R16: begins anew for the next token', () =>
    inVirtualTime(() => {
      const backoff = new Backoff();
      backoff.failed(1, undefined);
      backoff.failed(1, undefined);
      expect(backoff.isPausing(2)).toBeFalse();
      expect(backoff.failed(2, undefined)).toBe(1000);
      expect(backoff.isPausing(1)).toBeFalse();
    }));

  it('E4: takes what the server asks for, at first also nothing, and at most an hour', () =>
    inVirtualTime(() => {
      const backoff = new Backoff();
      expect(backoff.failed(1, 0)).toBe(0);
      expect(backoff.failed(1, 0)).toBe(2000);
      expect(backoff.failed(1, 90_000)).toBe(90_000);
      expect(backoff.failed(1, 1e12)).toBe(3_600_000);
    }));
});
