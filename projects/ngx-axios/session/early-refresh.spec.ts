import {
  createEnvironmentInjector,
  EnvironmentInjector,
  makeEnvironmentProviders,
  NgZone,
  PLATFORM_ID,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { NEVER, Observable, of, throwError, timer } from 'rxjs';
import { FIRST, held, HttpFailure, inVirtualTime, SECOND, setup } from '../testbed/bare-session';
import { NotedZone } from '../testbed/noted-zone';
import { EarlyRefreshOptions } from './early-refresh';
import { provideEarlyRefresh } from './provide-early-refresh';
import { provideSession } from './provide-session';
import { Session } from './session';

const MINUTES = 60_000;

/** A session that refreshes early, and the virtual times at which it did. */
function early(
  options: EarlyRefreshOptions = {},
  answers: () => Observable<unknown> | null = () => of({ ...SECOND, expiresIn: 600 }),
) {
  const times: number[] = [];
  const parts = setup(
    {},
    () => {
      times.push(performance.now());
      return answers();
    },
    provideEarlyRefresh(options),
  );

  return { ...parts, times };
}

/** Hides or shows the page. */
function look(hidden: boolean): void {
  (Object.getOwnPropertyDescriptor(document, 'hidden')
    ? spyGetter()
    : spyOnProperty(document, 'hidden')
  ).and.returnValue(hidden);
  document.dispatchEvent(new Event('visibilitychange'));
}
const spyGetter = () => Object.getOwnPropertyDescriptor(document, 'hidden')!.get as jasmine.Spy;

describe('withEarlyRefresh', () => {
  it('renews the access token before it runs out, once for every token', () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, times, events } = early({ leeway: 60_000 });
      cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: 600 }));
      cold('20m a').subscribe(() => void session.end());
      flush();

      // Ten minutes each, with half of the leeway left: the moment is drawn from its first half.
      expect(times).toEqual([9.5 * MINUTES, 19 * MINUTES]);
      expect(events.map(({ type }) => type)).toEqual(['refreshed', 'refreshed', 'ended']);
    }));

  it('T1: waits for longer than a timer of the browser can run', () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, times } = early({}, () => of(SECOND));
      cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: 100 * 86_400 }));
      flush();
      expect(times).toEqual([100 * 86_400_000 - 15_000]);
    }));

  for (const expiresIn of [30 * 86_400, 365 * 86_400, 1e12]) {
    it(`T1: does not fire at once for a lifetime of ${expiresIn} s`, async () => {
      const { session, times } = early();
      session.start({ ...FIRST, expiresIn });
      await new Promise((resolve) => setTimeout(resolve, 30)); // a timer that overflows fires after a millisecond
      expect(times).toEqual([]);
    });
  }

  it('P4: waits outside of the zone, also for a token that was brought inside', () => {
    const zone = new NotedZone();
    const provideZone = makeEnvironmentProviders([{ provide: NgZone, useValue: zone }]);
    const { session } = setup({}, undefined, provideEarlyRefresh({}), provideZone);
    const timers: [delay: number, isInside: boolean][] = [];
    spyOn(globalThis, 'setInterval').and.callFake(((_: unknown, delay: number) =>
      timers.push([delay, zone.isInside])) as unknown as typeof setInterval);
    spyOn(performance, 'now').and.returnValue(0);
    spyOn(Math, 'random').and.returnValue(1);
    session.start({ ...FIRST, expiresIn: 600 });
    expect(timers).toEqual([[585_000, false]]);
  });

  for (const seconds of [1, 2, 5, 60]) {
    it(`T2: takes a fifth of the lifetime at most, for a token of ${seconds} s`, () =>
      inVirtualTime(({ cold, flush }) => {
        const { session, times } = early({ leeway: 5 * MINUTES }, () => of(SECOND));
        cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: seconds }));
        flush();
        expect(times).toEqual([seconds * 900]);
      }));
  }

  it('T2: tries once for a token, also when that fails', () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, times } = early({}, () => throwError(() => new HttpFailure(503)));
      cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: 600 }));
      cold('20m a').subscribe();
      flush();
      expect(times.length).toBe(1);
    }));

  it('T3: catches up once when the machine wakes, whatever tells of it', () =>
    inVirtualTime(({ cold, flush }) => {
      for (const [target, name] of [
        [document, 'visibilitychange'],
        [document, 'resume'],
        [window, 'pageshow'],
        [window, 'focus'],
        [window, 'online'],
      ] as const) {
        TestBed.resetTestingModule();
        const clock = performance.now as jasmine.Spy;
        const before = performance.now();
        const { session, times } = early({}, () => timer(5).pipe(() => of({ ...SECOND, expiresIn: 600 })));
        session.start({ ...FIRST, expiresIn: 600 });
        clock.and.returnValue(before + 11 * MINUTES); // the timers have slept
        target.dispatchEvent(new Event(name));
        target.dispatchEvent(new Event(name));
        cold('10ms a').subscribe(() => {
          expect(times)
            .withContext(name)
            .toEqual([before + 11 * MINUTES]);
          void session.end();
        });
        flush();
      }
    }));

  it('T4: renews nothing while the page is hidden, and catches up when it is shown', () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, times } = early();
      cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: 600 }));
      cold('1m a').subscribe(() => look(true));
      cold('30m a').subscribe(() => {
        expect(times).toEqual([]);
        look(false);
      });
      cold('31m a').subscribe(() => void session.end());
      flush();
      expect(times).toEqual([30 * MINUTES]);
    }));

  it('T10: spreads the tokens of a thousand pages that were issued at once', () => {
    const times: number[] = [];
    const random = Math.random;
    inVirtualTime(({ flush }) => {
      (Math.random as jasmine.Spy).and.callFake(random);
      const pages = Array.from({ length: 1000 }, () =>
        createEnvironmentInjector(
          [
            provideSession<object>(
              {
                tokens: 'body',
                refresh: () => {
                  times.push(performance.now());
                  return NEVER;
                },
              },
              () => ({ http: {}, baseURL: 'https://api.example', answerOf: () => undefined }),
            ),
            provideEarlyRefresh({ leeway: 60_000 }),
          ],
          TestBed.inject(EnvironmentInjector),
        ),
      );
      for (const page of pages) page.get(Session).start({ ...FIRST, expiresIn: 600 });
      flush();
      for (const page of pages) page.destroy();
    });
    const perThreeSeconds = Array.from({ length: 10 }, (_, n) =>
      times.filter((time) => Math.floor((time - 9 * MINUTES) / 3000) === n),
    ).map(({ length }) => length);

    expect(perThreeSeconds.reduce((sum, count) => sum + count)).toBe(1000);
    expect(Math.max(...perThreeSeconds) / 100).toBeLessThan(2);
  });

  for (const [what, answer] of [
    ['refused', () => throwError(() => new HttpFailure(401))],
    ['refused as by OAuth', () => throwError(() => new HttpFailure(400, {}, { error: 'invalid_grant' }))],
    ['unavailable', () => throwError(() => new HttpFailure(503))],
    ['nothing to refresh with', () => null],
    ['not answered at all', () => NEVER],
  ] as [string, () => Observable<unknown> | null][]) {
    it(`T11: an early refresh that is ${what} changes nothing while the access token lives`, () =>
      inVirtualTime(({ cold, flush }) => {
        const { session, ended, times } = early({ leeway: 60_000 }, answer);
        const got: unknown[] = [];
        cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: 600 }));
        // One that starts while it runs waits for it, and goes on with what is held.
        cold('570001ms a 21s b').subscribe((who) =>
          session.credentials$.subscribe({
            next: ({ accessToken }) => got.push([who, accessToken]),
            error: (error: Error) => got.push([who, error.name]),
          }),
        );
        cold('599s a').subscribe(() => {
          expect(got).toEqual([
            ['a', 'access-1'],
            ['b', 'access-1'],
          ]);
          expect(ended).toEqual([]);
          expect(session.signedIn()).toBeTrue();
          expect(times.length).toBe(1);
          void session.end();
        });
        flush();
      }));
  }

  it("T11: the failure is everybody's once a request cannot go on with what is held", () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, ended } = early({ leeway: 60_000 }, () =>
        timer(100).pipe(() => cold('100ms #', {}, new HttpFailure(401))),
      );
      const got: string[] = [];
      cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: 600 }));
      cold('570050ms a').subscribe(() => session.refresh$.subscribe({ error: (error: Error) => got.push(error.name) }));
      flush();
      expect(got).toEqual(['SessionEndedError']);
      expect(ended).toEqual(['refused']);
    }));

  it('L12: ends the session of a closed account with the first request that is refused, not before', () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, ended, times } = early({ leeway: 60_000 }, () => throwError(() => new HttpFailure(401)));
      cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: 600 }));
      cold('9m 59s a').subscribe(() => {
        expect(ended).toEqual([]);
        session.refresh$.subscribe({ error: () => undefined }); // as a 401 does
        expect(ended).toEqual(['refused']);
      });
      flush();
      expect(times.length).toBe(2);
    }));

  it('T12: does nothing after a sign-out, nor after its injector is gone', () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, times } = early();
      cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: 600 }));
      cold('1m a').subscribe(() => void session.end());
      cold('2m a').subscribe(() => session.start({ ...FIRST, expiresIn: 600 }));
      cold('3m a').subscribe(() => TestBed.resetTestingModule());
      cold('60m a').subscribe();
      flush();
      expect(times).toEqual([]);
    }));

  it('T13: does not keep a session alive that nobody has used for as long as `idle` says', () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, times } = early({ idle: 5 * MINUTES });
      cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: 600 }));
      cold('8m a').subscribe(() => session.credentials$.subscribe());
      cold('60m a').subscribe(() => expect(held().accessToken).toBe('access-2'));
      flush();
      expect(times).toEqual([9 * MINUTES + 45_000]); // not for the second token
    }));

  it('T13: without it nothing is renewed that nobody asks for', () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, calls } = setup({}, () => of(SECOND));
      cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: 600 }));
      cold('24h a').subscribe();
      flush();
      expect(calls).toEqual([]);
    }));

  it('goes through the lock: a request that is refused meanwhile joins it', () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, times } = early({ leeway: 60_000 }, () => cold('1s (s|)', { s: SECOND }));
      const got: unknown[] = [];
      cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: 600 }));
      cold('570500ms a').subscribe(() => session.refresh$.subscribe(({ accessToken }) => got.push(accessToken)));
      flush();
      expect(got).toEqual(['access-2']);
      expect(times.length).toBe(1);
    }));

  it('waits for nothing where the lifetime is not known', () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, times } = early();
      cold('a').subscribe(() => session.start(FIRST));
      cold('24h a').subscribe();
      flush();
      expect(times).toEqual([]);
    }));

  it('draws its moment once, however often the page is hidden and shown', () =>
    inVirtualTime(({ cold, flush }) => {
      const { session, times } = early({ leeway: 60_000 }, () => of(SECOND));
      cold('a').subscribe(() => session.start({ ...FIRST, expiresIn: 600 }));
      cold('1m a').subscribe(() => {
        (Math.random as jasmine.Spy).and.returnValue(0);
        look(true);
        look(false);
      });
      flush();
      expect(times).toEqual([9.5 * MINUTES]);
    }));

  it('does nothing on a server', () => {
    const { session, times } = early({}, () => of(SECOND));
    expect(session.signedIn()).toBeFalse();
    TestBed.resetTestingModule();
    TestBed.configureTestingModule({ providers: [{ provide: PLATFORM_ID, useValue: 'server' }] });
    const listen = spyOn(window, 'addEventListener').and.callThrough();
    early();
    expect(listen).not.toHaveBeenCalled();
    expect(times).toEqual([]);
  });

  it('names an option that is wrong, and the fix', () => {
    expect(() => provideEarlyRefresh({ leeway: 0 }, 'withEarlyRefresh')).toThrowError(
      'withEarlyRefresh: `leeway` is 0; give milliseconds above zero.',
    );
    expect(() => provideEarlyRefresh({ idle: NaN })).toThrowError(/`idle` is NaN/);
  });
});
