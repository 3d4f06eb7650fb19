import { of } from 'rxjs';
import { FIRST, held, inVirtualTime, SECOND, setup } from '../testbed/bare-session';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

/** A JWT whose `iat` and `exp` are as the server's clock has them. */
function jwt(issuedAt: number, seconds: number): string {
  const claims = { iat: issuedAt / 1000, exp: issuedAt / 1000 + seconds };

  return `e30.${btoa(JSON.stringify(claims)).replace(/=/g, '')}.s`;
}

describe('Clocks', () => {
  for (const [what, offset] of [
    ['an hour', HOUR],
    ['seven hours', 7 * HOUR],
    ['a day', 24 * HOUR],
    ['a year', YEAR],
  ] as const) {
    for (const [id, direction, sign] of [
      ['T5', 'ahead', 1],
      ['T6', 'behind', -1],
    ] as const) {
      it(`${id}: a clock that is ${what} ${direction} neither refreshes nor ends anything by itself`, () =>
        inVirtualTime(({ cold, flush }) => {
          const clock = Date.now as jasmine.Spy;
          const server = 1_700_000_000_000;
          clock.and.callFake(() => server + sign * offset + performance.now());
          const { session, calls, ended } = setup({}, () => of(SECOND));
          session.start({ accessToken: jwt(server, 600), refreshToken: 'r' });
          const seen: unknown[] = [];
          cold('a 599998ms b').subscribe(() => session.credentials$.subscribe(() => seen.push(calls.length)));
          cold('601s a').subscribe(() => session.credentials$.subscribe(() => seen.push(calls.length)));
          flush();

          expect(seen).toEqual([0, 0, 1]);
          expect(ended).toEqual([]);
        }));
    }
  }

  it('T6: a 401 refreshes however the clock stands', () => {
    spyOn(Date, 'now').and.returnValue(0);
    const { session, calls } = setup({}, () => of(SECOND));
    session.start({ ...FIRST, expiresIn: 3600 });
    session.refresh$.subscribe(); // as a 401 does
    expect(calls.length).toBe(1);
    expect(held().accessToken).toBe('access-2');
  });

  for (const jump of [HOUR, YEAR, -HOUR, -YEAR]) {
    it(`T7: a clock that jumps by ${jump / HOUR} hours makes no loop and ends nothing`, () =>
      inVirtualTime(({ cold, flush }) => {
        const clock = Date.now as jasmine.Spy;
        let offset = 0;
        clock.and.callFake(() => 1e12 + offset + performance.now());
        const { session, calls, ended } = setup({ store: 'sessionStorage' }, () => of({ ...SECOND, expiresIn: 600 }));
        session.start({ ...FIRST, expiresIn: 600 });
        cold('60s a').subscribe(() => (offset = jump));
        for (let second = 61; second < 600; second += 10) {
          cold(`${second}s a`).subscribe(() => session.credentials$.subscribe());
        }
        flush();
        sessionStorage.clear();

        expect(calls.length).toBe(0);
        expect(ended).toEqual([]);
      }));
  }

  it('T8: where the clock of the page stands still during sleep, the answer of the server decides', () => {
    spyOn(performance, 'now').and.returnValue(1000);
    const { session, calls } = setup({}, () => of({ ...SECOND, expiresIn: 600 }));
    session.start({ ...FIRST, expiresIn: 600 });
    const got: unknown[] = [];
    session.credentials$.subscribe(({ accessToken }) => got.push(accessToken)); // slept for a day: sent, and refused
    session.refresh$.subscribe(({ accessToken }) => got.push(accessToken));
    session.credentials$.subscribe(({ accessToken }) => got.push(accessToken));
    expect(got).toEqual(['access-1', 'access-2', 'access-2']);
    expect(calls.length).toBe(1);
  });
});
