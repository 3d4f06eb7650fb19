import { isAxiosError } from 'axios';
import {
  isRefreshUnavailableError,
  isSessionEndedError,
  Session,
  SessionEvent,
  SessionRecord,
  TokenSet,
} from 'ngx-axios';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom, forkJoin, retry, repeat, take, toArray } from 'rxjs';
import { outcome, setup, signIn } from '../testbed/backend';

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function eventsOf(session: Session): SessionEvent['type'][] {
  const events: SessionEvent['type'][] = [];
  session.events$.subscribe(({ type }) => events.push(type));

  return events;
}

describe('One refresh for all', () => {
  for (const count of [2, 5, 100, 1000]) {
    it(`R1: ${count} requests that are refused together make one refresh and ${count} successes`, async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.expire();
      await firstValueFrom(forkJoin(many(count, (n) => client.get(`/notes?n=${n}`))));
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshCalls: 1, refreshes: 1, reuse: 0 }));
    }, 60_000);
  }

  it('R4: no request leaves with the old token while a slow store still writes the fresh one', async () => {
    let writes = 0;
    const store = {
      read: () => Promise.resolve(null),
      write: async (_: SessionRecord) => {
        writes++;
        await pause(50);
      },
      clear: () => pause(50) as Promise<void>,
    };
    const { client, session } = setup({ session: { store } });
    await pause(0);
    const lab = await signIn(client, session);
    await lab.expire();
    const before = await lab.counts();
    await firstValueFrom(client.get('/notes?n=first'));
    await firstValueFrom(forkJoin(many(20, (n) => client.get(`/notes?n=${n}`)))); // the write is not over yet

    expect(writes).toBe(2);
    const { expired, refreshes } = await lab.counts();
    expect({ expired: expired - before.expired, refreshes }).toEqual({ expired: 1, refreshes: 1 });
  });

  it('R6: three refreshes that do not help, then the 401s pass through, and monitoring is told once', async () => {
    const { client, session, ended } = setup();
    const events = eventsOf(session);
    const lab = await signIn(client, session);
    await lab.faults({ api: { status: 401 } });

    const outcomes = [];
    for (let n = 0; n < 20; n++) outcomes.push(await outcome(client.get(`/notes?n=${n}`)));
    outcomes.push(...(await Promise.all(many(20, (n) => outcome(client.get(`/notes?n=together-${n}`))))));

    expect(outcomes.every(({ error }) => isAxiosError(error) && error.response?.status === 401)).toBeTrue();
    expect(events).toEqual(['refreshed', 'refreshed', 'refreshed', 'ineffective']);
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshCalls: 3, reuse: 0 }));
    expect(ended).toEqual([]);

    await lab.faults({});
    await firstValueFrom(client.get('/notes?n=well-again')); // the token had been good all the time
  });

  it('R7: a refresh that is answered 401 ends the session, and asks nobody to refresh it', async () => {
    const { client, session, ended } = setup();
    const lab = await signIn(client, session);
    await lab.expire();
    await lab.faults({ refresh: { status: 401 } });
    const { error } = await outcome(client.get('/notes'));
    expect(isSessionEndedError(error)).toBeTrue();
    expect(ended).toEqual(['refused']);
    expect((await lab.counts()).refreshCalls).toBe(1);
  });

  it('R13: a refresh that hangs is given up at the deadline, in all ways that it can hang', async () => {
    for (const fault of [{ hang: 'arrival' }, { hang: 'reply' }, { hang: 'body' }, { trickle: 20 }] as const) {
      TestBed.resetTestingModule();
      const { client, session, ended } = setup({ session: { deadline: 150 } });
      const lab = await signIn(client, session);
      await lab.expire();
      await lab.faults({ refresh: [fault] });

      const outcomes = await Promise.all(many(5, (n) => outcome(client.get(`/notes?n=${n}`))));

      expect(outcomes.every(({ error }) => isRefreshUnavailableError(error)))
        .withContext(JSON.stringify(fault))
        .toBeTrue();
      expect(ended).toEqual([]);
      expect(session.signedIn()).toBeTrue();
      await session.end(); // what still hangs answers nobody any more
    }
  });

  it('R16, L5: after a refusal, a new sign-in on the same page refreshes as if nothing had been', async () => {
    const { client, session, ended } = setup();
    const first = await signIn(client, session);
    await first.revoke();
    await first.expire();
    expect(isSessionEndedError((await outcome(client.get('/notes?n=1'))).error)).toBeTrue();

    const second = await signIn(client, session);
    await second.expire();
    await firstValueFrom(forkJoin(many(10, (n) => client.get(`/notes?n=second-${n}`))));

    expect((await second.counts()).refreshes).toBe(1);
    await second.revoke();
    await second.expire();
    await outcome(client.get('/notes?n=last'));
    expect(ended).toEqual(['refused', 'refused']);
  });

  for (const [what, fault] of [
    ['refused', { status: 401 }],
    ['unavailable', { status: 503 }],
    ['broken off', { destroy: 'before' }],
    ['a page', { html: true }],
  ] as const) {
    it(`R17: every request that waits settles when the refresh is ${what}`, async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.expire();
      await lab.faults({ refresh: fault });
      const outcomes = await Promise.all(many(30, (n) => outcome(client.get(`/notes?n=${n}`))));
      expect(
        outcomes.filter(({ error }) => isSessionEndedError(error) || isRefreshUnavailableError(error)).length,
      ).toBe(30);
    });
  }

  it('R21: a hundred requests that wait hold no connection, so that the refresh leaves at once', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    await lab.expire();
    await lab.faults({ refresh: { delay: { arrival: 1500 } } });
    const first = firstValueFrom(client.get('/notes?n=first'));
    await lab.until(({ refreshCalls }) => refreshCalls === 1);
    const waiting = firstValueFrom(forkJoin(many(100, (n) => client.get(`/notes?n=${n}`))));

    // Six connections are all that a browser has for an origin over HTTP/1.1: one holds the refresh, these need the others.
    const free = await Promise.all(many(10, () => lab.counts()));
    expect(free.at(-1)).toEqual(jasmine.objectContaining({ requests: 1, refreshes: 0 }));

    await Promise.all([first, waiting]);
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 102, refreshes: 1 }));
  });

  it('R22: what is open when the token expires is left alone', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    const long = firstValueFrom(client.get('/notes?delay=400'));
    await lab.until(({ requests }) => requests === 1);
    await lab.expire();
    await firstValueFrom(client.get('/notes?n=refused'));
    await long;
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 3, expired: 1, refreshes: 1, aborted: 0 }));
  });

  for (const [what, challenge, refreshes] of [
    ['no challenge', undefined, 1],
    ['a Bearer challenge without an error', 'Bearer realm="api"', 1],
    ['an expired token', 'Bearer error="invalid_token"', 1],
    ['a scope that is missing', 'Bearer error="insufficient_scope", scope="admin"', 0],
    ['a request that is wrong', 'Bearer realm="api", error="invalid_request"', 0],
    ['another way to sign in', 'Basic realm="gateway"', 1],
  ] as const) {
    it(`R25: a 401 that names ${what} makes ${refreshes ? 'one refresh' : 'none'}`, async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.faults({ api: [{ status: 401, headers: challenge ? { 'www-authenticate': challenge } : {} }] });
      const { error } = await outcome(client.get('/notes'));
      expect((await lab.counts()).refreshCalls).toBe(refreshes);
      expect(isAxiosError(error) && error.response?.status).toBe(refreshes ? false : 401);
    });
  }

  it('E15: a 403 for want of scope refreshes nothing', async () => {
    const { client, session, ended } = setup();
    const lab = await signIn(client, session);
    await lab.faults({ api: { status: 403, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' } } });
    for (let n = 0; n < 3; n++) await outcome(client.get(`/notes?n=${n}`));
    expect((await lab.counts()).refreshCalls).toBe(0);
    expect(ended).toEqual([]);
  });

  it('R26: every subscription is a request with a second chance of its own', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    const notes$ = client.get('/notes');
    for (const _ of many(3, String)) {
      await lab.expire();
      await firstValueFrom(notes$);
    }
    await lab.expire();
    await firstValueFrom(notes$.pipe(repeat(2), take(2), toArray()));
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshes: 4, expired: 4, requests: 9 }));

    await lab.faults({ api: [{ status: 500 }] });
    await firstValueFrom(notes$.pipe(retry(1)));
    expect((await lab.counts()).requests).toBe(11);
  });

  it('R27: a request that fails on the network does not wait for the refresh of another', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    await lab.faults({
      api: [
        { status: 401, delay: { arrival: 200 } },
        { destroy: 'before', delay: { arrival: 300 } },
      ],
      refresh: { delay: { arrival: 400 } },
    });
    const order: string[] = [];
    const refused = firstValueFrom(client.get('/notes')).then(() => order.push('refused'));
    await lab.until(({ requests }) => requests === 1);
    const broken = outcome(client.post('/notes', { text: 'broken off' })).then(({ error }) => {
      order.push('broken');

      return error;
    });
    await Promise.all([refused, broken]);

    expect(order).toEqual(['broken', 'refused']);
    expect(isAxiosError(await broken) && !isRefreshUnavailableError(await broken)).toBeTrue();
    expect((await lab.counts()).refreshCalls).toBe(1);
  });

  it('R28: the same access token again counts as a refresh that did not help', async () => {
    let held: TokenSet = {};
    const { client, session } = setup({ session: { refresh: () => Promise.resolve(held) } });
    const events = eventsOf(session);
    const lab = await signIn(client, session);
    held = { accessToken: await firstValueFrom(session.accessToken$()) };
    await lab.expire();
    for (let n = 0; n < 10; n++) await outcome(client.get(`/notes?n=${n}`));
    expect(events).toEqual(['refreshed', 'refreshed', 'refreshed', 'ineffective']);
    expect((await lab.counts()).requests).toBe(3 * 2 + 7);
  });
});
