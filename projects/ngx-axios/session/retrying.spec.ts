import { RefreshUnavailableError } from './refresh-unavailable-error';
import { retryAfter } from './retry-after';
import { retryTimer } from './retry-timer';

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

  it('comes after the pause that the server is given, and not before', () => {
    const due = jasmine.createSpy('due');
    retryTimer(new RefreshUnavailableError(new Date(Date.now() + 1000))).subscribe(due);
    jasmine.clock().tick(1000);
    expect(due).not.toHaveBeenCalled();
    jasmine.clock().tick(1);
    expect(due).toHaveBeenCalledTimes(1);
  });

  it('comes soon where the pause is over', () => {
    const due = jasmine.createSpy('due');
    retryTimer(new RefreshUnavailableError(new Date(0))).subscribe(due);
    jasmine.clock().tick(1);
    expect(due).toHaveBeenCalledTimes(1);
  });

  it('does not come after any other failure', () => {
    const failure = new Error('other');
    const error = jasmine.createSpy('error');
    retryTimer(failure).subscribe({ error });
    expect(error).toHaveBeenCalledOnceWith(failure);
  });
});
