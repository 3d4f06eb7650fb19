import { isRefreshUnavailableError, isSessionEndedError, RefreshUnavailableError } from 'ngx-axios/session';
import { CLIENTS, signedInOver } from '../testbed/clients';

const statusOf = (failure: unknown) => (failure as { failure?: { status?: number } }).failure?.status;

for (const [name, kind] of Object.entries(CLIENTS)) {
  describe(`The session over ${name}`, () => {
    it('R1: refreshes once for 50 requests that are refused together, and sends each once more', async () => {
      const { client, lab, ended } = await signedInOver(kind);
      await lab.expire();
      const asked = Array.from({ length: 50 }, (_, n) => client.get(`/notes?n=${n}`).outcome);
      expect((await Promise.all(asked)).every(Array.isArray)).toBeTrue();
      const { requests, expired, refreshCalls, refreshes, reuse } = await lab.counts();
      expect({ requests, expired, refreshCalls, refreshes, reuse, ended }).toEqual({
        requests: 100,
        expired: 50,
        refreshCalls: 1,
        refreshes: 1,
        reuse: 0,
        ended: [],
      });
    });

    it('R2: sends a request that is refused late again, without another refresh', async () => {
      const { client, lab } = await signedInOver(kind);
      await lab.expire();
      await lab.faults({ api: [{ delay: { reply: 500 } }] });
      const late = client.get('/notes?n=late').outcome;
      await lab.until(({ requests }) => requests === 1);
      expect(await client.get('/notes?n=2').outcome).toEqual(jasmine.any(Array));
      expect((await lab.counts()).requests).toBe(3); // the late one has not been answered yet
      expect(await late).toEqual(jasmine.any(Array));
      const { requests, expired, refreshCalls } = await lab.counts();
      expect({ requests, expired, refreshCalls }).toEqual({ requests: 4, expired: 2, refreshCalls: 1 });
    });

    it('R10: lets the refresh go on when whoever caused it leaves, and never sends what it asked for', async () => {
      const { client, lab } = await signedInOver(kind);
      await lab.expire();
      await lab.faults({ refresh: { delay: { arrival: 400 } } });
      const first = client.get('/notes?n=1');
      await lab.until(({ refreshCalls }) => refreshCalls === 1);
      const others = [2, 3].map((n) => client.get(`/notes?n=${n}`).outcome);
      first.leave();
      expect(await first.outcome).toBe('left');
      expect((await Promise.all(others)).every(Array.isArray)).toBeTrue();
      const { requests, refreshCalls, refreshes, aborted } = await lab.counts();
      expect({ requests, refreshCalls, refreshes, aborted }).toEqual({
        requests: 3,
        refreshCalls: 1,
        refreshes: 1,
        aborted: 0,
      });
    });

    it('R12: settles at once when the caller leaves a request that waits, and does not send it', async () => {
      const { client, session, lab } = await signedInOver(kind);
      await lab.expire();
      await lab.faults({ refresh: { delay: { arrival: 1000 } } });
      const asked = client.get('/notes');
      await lab.until(({ refreshCalls }) => refreshCalls === 1);
      asked.leave();
      expect(await asked.outcome).toBe('left');
      expect(session.state().refreshing).toBeTrue(); // it did not wait for that
      await lab.until(({ refreshes }) => refreshes === 1);
      expect((await lab.counts()).requests).toBe(1);
    });

    it('L1: a sign-out during the refresh wins, whatever that answers later', async () => {
      const { client, session, lab, ended } = await signedInOver(kind);
      await lab.expire();
      await lab.faults({ refresh: { delay: { arrival: 300 } } });
      const { outcome } = client.get('/notes');
      await lab.until(({ refreshCalls }) => refreshCalls === 1);
      await session.end();
      const failure = await outcome;
      expect(isSessionEndedError(failure) && failure.reason).toBe('signed-out');
      expect(statusOf(failure)).toBe(401);
      await lab.until(({ refreshes }) => refreshes === 1);
      expect(session.signedIn()).toBeFalse();
      expect([ended, (await lab.counts()).requests]).toEqual([['signed-out'], 1]);
    });

    for (const [id, what, fault, wait] of [
      ['E4', '429 with Retry-After', { status: 429, headers: { 'retry-after': '7' } }, 7000],
      ['E5', '503', { status: 503 }, 1000],
    ] as const) {
      it(`${id}: ${what} keeps the session, tells when to try again, and nobody asks before`, async () => {
        const { client, session, lab, ended } = await signedInOver(kind);
        await lab.expire();
        await lab.faults({ refresh: fault });
        const failures = await Promise.all([1, 2, 3].map((n) => client.get(`/notes?n=${n}`).outcome));
        failures.push(await client.get('/notes?n=4').outcome);
        for (const failure of failures) {
          expect(isRefreshUnavailableError(failure)).toBeTrue();
          expect(statusOf(failure)).toBe(401);
          const left = (failure as RefreshUnavailableError).retryAt.getTime() - Date.now();
          expect(left > wait - 2000 && left <= wait + 1)
            .withContext(`${left}`)
            .toBeTrue();
        }
        expect([session.signedIn(), ended, (await lab.counts()).refreshCalls]).toEqual([true, [], 1]);
      });
    }
  });
}
