import { NgZone } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { defer, throwError } from 'rxjs';
import { FIRST, HttpFailure, setup } from '../testbed/bare-session';
import { RefreshUnavailableError } from './refresh-unavailable-error';
import { retryAfter } from './retry-after';
import { retryLater } from './retry-later';

describe('Retry-After', () => {
  const read = (value: string | null) => retryAfter({ status: 503, header: () => value, body: () => undefined });

  for (const value of [null, '', '  ', 'soon', '5x', 'x5', '-', '1 2 3 4']) {
    it(`is nothing where it is ${JSON.stringify(value)}`, () => expect(read(value)).toBeUndefined());
  }

  it('is a number of seconds, or a date', () => {
    expect(read(' 5 ')).toBe(5000);
    expect(read('0')).toBe(0);
    spyOn(Date, 'now').and.returnValue(Date.parse('2026-01-01T00:00:00Z'));
    expect(read('Thu, 01 Jan 2026 00:00:07 GMT')).toBe(7000);
    expect(read('Wed, 31 Dec 2025 23:59:00 GMT')).toBe(0);
  });
});

describe('The time to retry', () => {
  beforeEach(() => jasmine.clock().install().mockDate());
  afterEach(() => jasmine.clock().uninstall());

  /** Fails so every time it is tried. Counts the tries. */
  function failing(failure: Error) {
    let tries = 0;
    const error = jasmine.createSpy('error');
    const source$ = defer(() => {
      tries++;
      return throwError(() => failure);
    });
    const trying = source$.pipe(retryLater(TestBed.inject(NgZone))).subscribe({ error });

    return { error, tries: () => tries, stop: () => trying.unsubscribe() };
  }

  it('comes after the pause that the server is given, and not before', () => {
    const { tries, stop } = failing(new RefreshUnavailableError(new Date(Date.now() + 1000)));
    jasmine.clock().tick(999);
    expect(tries()).toBe(1);
    jasmine.clock().tick(1);
    expect(tries()).toBe(2);
    stop();
  });

  it('comes soon where the pause is over', () => {
    const { tries, stop } = failing(new RefreshUnavailableError(new Date(0)));
    expect(tries()).toBe(1);
    jasmine.clock().tick(1);
    expect(tries()).toBe(2);
    stop();
  });

  it('does not come after any other failure', () => {
    const failure = new Error('other');
    const { error, tries } = failing(failure);
    expect(error).toHaveBeenCalledOnceWith(failure);
    expect(tries()).toBe(1);
  });
});

describe('`retryAt`', () => {
  for (const [clock, sinceStart] of [
    [1_000, 0.999],
    [1_000, 0.001],
    [1_000, 0],
  ] as const) {
    it(`E4: is not before the pause is over, where the clock shows ${clock} at ${clock + sinceStart}`, () => {
      spyOn(Date, 'now').and.returnValue(clock);
      const now = spyOn(performance, 'now').and.returnValue(sinceStart);
      spyOn(Math, 'random').and.returnValue(0.4);
      const { session, calls } = setup({}, () => throwError(() => new HttpFailure(503)));
      session.start(FIRST);
      let retryAt = 0;
      const ask = () =>
        session.refresh$.subscribe({ error: (e: RefreshUnavailableError) => (retryAt = e.retryAt.getTime()) });
      ask();
      now.and.returnValue(retryAt - clock); // the earliest moment at which the clock shows it
      ask();
      expect(calls.length).toBe(2);
    });
  }
});
