import {
  AxiosClient,
  isRefreshUnavailableError,
  isSessionEndedError,
  Session,
  SessionEndedError,
  SessionEvent,
} from 'ngx-axios';
import { firstValueFrom, forkJoin, fromEvent, map, Observable, Subscription, switchMap } from 'rxjs';
import { arrivals, BACKEND, Lab, outcome, setup, signIn, signInWithCookies } from '../testbed/backend';
import { look } from '../testbed/leaks';
import { liveCookieEvents$ } from './sockets/live-cookie-events';
import { liveEvents$ } from './sockets/live-events';
import { liveSocket$ } from './sockets/live-socket';

const LIVE = `${BACKEND.replace('http', 'ws')}/body/api/live`;
const EVENTS = `${BACKEND}/body/api/notes/stream`;
const COOKIE_EVENTS = `${BACKEND}/cookies/api/notes/stream`;

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

function eventsOf(session: Session): SessionEvent[] {
  const events: SessionEvent[] = [];
  session.events$.subscribe((event) => events.push(event));

  return events;
}

/** The texts of the notes that are told of. */
const notes = (source$: Observable<EventTarget>): Observable<string> =>
  source$.pipe(
    switchMap((source) => fromEvent<MessageEvent<string>>(source, 'message')),
    map(({ data }) => (JSON.parse(data) as { text: string }).text),
  );

describe('What stays connected', () => {
  let followed: Subscription;

  beforeEach(() => (followed = new Subscription()));
  afterEach(() => followed.unsubscribe());

  /** Keeps a connection until the test is over: what it has emitted, and what it fails with in the end. */
  function follow<T>(connection$: Observable<T>) {
    const seen: T[] = [];
    const subscription = new Subscription();
    const failed = new Promise<unknown>((resolve) => {
      const error = (failure: unknown) => {
        look('error of a connection', failure);
        resolve(failure);
      };
      subscription.add(connection$.subscribe({ next: (value) => seen.push(value), error }));
    });
    followed.add(subscription);

    return { seen, failed, leave: () => subscription.unsubscribe() };
  }

  describe('by WebSockets', () => {
    const Original = globalThis.WebSocket;
    let sockets: WebSocket[];
    let codes: number[];

    beforeEach(() => {
      sockets = [];
      const closed: number[] = (codes = []); // what closes after its test is none of the next one's
      globalThis.WebSocket = class extends Original {
        constructor(url: string | URL) {
          super(url);
          sockets.push(this);
          this.addEventListener('close', ({ code }) => closed.push(code));
        }
      };
    });
    afterEach(() => (globalThis.WebSocket = Original));

    const areClosed = () => sockets.every(({ readyState }) => readyState >= Original.CLOSING);

    /** So many sockets of somebody who has signed in, all open. */
    async function connected(count: number) {
      const { client, session, ended } = setup();
      const events = eventsOf(session);
      const lab = await signIn(client, session);
      const live = many(count, () => follow(liveSocket$(session, LIVE)));
      await lab.until(() => live.every(({ seen }) => seen.length === 1));

      return { client, session, ended, events, lab, live };
    }

    it('R1: 20 sockets whose token expires make one refresh, and all are connected again', async () => {
      const { lab, live } = await connected(20);
      await lab.expire();
      await lab.until(() => live.every(({ seen }) => seen.length === 2));

      expect(codes).toEqual(many(20, () => 4401));
      const sent = { requests: 40, expired: 0, opened: 40, open: 20 };
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ ...sent, refreshCalls: 1, reuse: 0 }));
      const carried = (await arrivals()).filter(({ url }) => url.endsWith('/live')).map(({ tokens }) => tokens);
      expect(carried.length).toBe(40);
      expect(carried.every(([token, ...more]) => token?.where === 'message' && more.length === 0)).toBeTrue();
    });

    it('R1: 20 sockets and 20 requests that are refused together make one refresh', async () => {
      const { client, lab, live } = await connected(20);
      await lab.expire();
      const answers = await firstValueFrom(forkJoin(many(20, (n) => client.get<unknown[]>(`/notes?n=${n}`))));
      await lab.until(() => live.every(({ seen }) => seen.length === 2));

      expect(answers.every(Array.isArray)).toBeTrue();
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshCalls: 1, opened: 40, open: 20 }));
    });

    it('R2: a socket that is refused after the refresh is over makes none', async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.faults({ api: [{ delay: { arrival: 1_500 } }] });
      const { seen } = follow(liveSocket$(session, LIVE));
      await lab.until(({ requests }) => requests === 1); // the old token has arrived, and is not looked at yet
      await lab.expire();
      await firstValueFrom(client.get('/notes'));
      expect(codes).toEqual([]);
      await lab.until(() => seen.length === 1);

      expect(codes).toEqual([4401]);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ expired: 2, refreshCalls: 1, opened: 1 }));
    });

    it('R6: a server that refuses fresh tokens too is stopped by the breaker', async () => {
      const { session, lab, live, events, ended } = await connected(5);
      await lab.faults({ api: { status: 401 } });
      await lab.expire();
      await lab.until(() => events.some(({ type }) => type === 'ineffective'));
      const refused = await firstValueFrom(session.accessToken$());
      const asked = await Promise.all(many(20, () => outcome(session.accessToken$({ refused }))));

      expect(asked.every(({ error }) => isRefreshUnavailableError(error))).toBeTrue();
      expect(events.map(({ type }) => type)).toEqual(['refreshed', 'refreshed', 'refreshed', 'ineffective']);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshCalls: 3, opened: 5, open: 0 }));
      expect(live.every(({ seen }) => seen.length === 1)).toBeTrue();
      expect(ended).toEqual([]);
    });

    it('R7: a refresh that is refused ends the session once, and no socket stays open', async () => {
      const { lab, live, ended } = await connected(20);
      await lab.revoke();
      const failures = await Promise.all(live.map(({ failed }) => failed));

      expect(failures.every((failure) => isSessionEndedError(failure) && failure.reason === 'refused')).toBeTrue();
      expect(ended).toEqual(['refused']);
      expect(areClosed()).toBeTrue();
      expect(await lab.until(({ open }) => open === 0)).toEqual(jasmine.objectContaining({ refreshCalls: 1 }));
      expect(sockets.length).toBe(20);
    });

    it('E4: while the auth server is down the session stays, and the sockets come back by themselves', async () => {
      const { session, lab, live, events, ended } = await connected(20);
      const refused = await firstValueFrom(session.accessToken$());
      await lab.faults({ refresh: [{ status: 503, headers: { 'retry-after': '2' } }] });
      await lab.expire();
      await lab.until(() => events.length > 0);
      const { error } = await outcome(session.accessToken$({ refused }));
      await lab.until(() => live.every(({ seen }) => seen.length === 2));

      const [unavailable] = events as { type: string; retryAt?: Date }[];
      expect(isRefreshUnavailableError(error) && error.retryAt).toEqual(unavailable!.retryAt!);
      expect(events.map(({ type }) => type)).toEqual(['unavailable', 'refreshed']);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshCalls: 2, refreshes: 1, open: 20 }));
      expect(ended).toEqual([]);
    });

    it('comes back without a refresh when a socket closes for another reason', async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.faults({ api: [{ status: 503 }, { status: 503 }] });
      const { seen } = follow(liveSocket$(session, LIVE));
      await lab.until(() => seen.length === 1);
      expect(codes).toEqual([4503, 4503]);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshCalls: 0, requests: 3 }));
    });

    it('does not refuse again what it has been let in with since', async () => {
      const { session, lab, live } = await connected(1);
      await lab.expire();
      await lab.until(() => live[0]!.seen.length === 2);
      live[0]!.seen[1]!.close();
      await lab.until(() => live[0]!.seen.length === 3);
      expect((await lab.counts()).refreshCalls).toBe(1);
      expect(session.signedIn()).toBeTrue();
    });

    it('closes the socket at the server when it is left', async () => {
      const { lab, live } = await connected(2);
      live[0]!.leave();
      await lab.until(({ open }) => open === 1);
      live[1]!.leave();
      await lab.until(({ open }) => open === 0);
      expect(sockets.length).toBe(2);
      expect(codes).not.toContain(4401);
    });

    it('leaves no socket open when the user signs out', async () => {
      const { session, lab, live } = await connected(2);
      await session.end();
      const failures = (await Promise.all(live.map(({ failed }) => failed))) as SessionEndedError[];
      expect(failures.map(({ reason }) => reason)).toEqual(['signed-out', 'signed-out']);
      expect(areClosed()).toBeTrue();
      expect((await lab.until(({ open }) => open === 0)).opened).toBe(2);
      expect(codes).not.toContain(4401); // the token has not run out meanwhile
    });

    it('opens no socket for nobody', async () => {
      const { session } = setup();
      expect(isSessionEndedError(await follow(liveSocket$(session, LIVE)).failed)).toBeTrue();
      expect(sockets).toEqual([]);
    });
  });

  /** A browser has six connections for an origin over HTTP/1.1, and each stream takes one. */
  const STREAMS = 2;

  /** What holds of event sources, whatever brings the credentials. */
  function behavesLikeEvents(
    start: () => Promise<{ client: AxiosClient; session: Session; ended: string[]; lab: Lab }>,
    source$: (session: Session, client: AxiosClient) => Observable<EventTarget>,
  ) {
    async function connected() {
      const { client, session, ended, lab } = await start();
      const events = eventsOf(session);
      const live = many(STREAMS, () => follow(source$(session, client)));
      await lab.until(() => live.every(({ seen }) => seen.length === 1));

      return { client, session, ended, events, lab, live };
    }

    it('R1: streams whose token expires together with requests make one refresh, and all are open again', async () => {
      const { client, lab } = await connected();
      await lab.expire();
      await firstValueFrom(forkJoin(many(10, (n) => client.get(`/notes?n=${n}`))));
      await lab.until(({ opened, open }) => opened === 2 * STREAMS && open === STREAMS);
      expect((await lab.counts()).refreshCalls).toBe(1);
    });

    it('R1: streams whose token expires refresh it by themselves, once', async () => {
      const { lab } = await connected();
      await lab.expire();
      await lab.until(({ opened, open }) => opened === 2 * STREAMS && open === STREAMS);
      expect((await lab.counts()).refreshCalls).toBe(1);
    });

    it('R7: a refresh that is refused ends the session once, and no stream stays open', async () => {
      const { lab, live, ended } = await connected();
      await lab.revoke();
      const failures = await Promise.all(live.map(({ failed }) => failed));
      expect(failures.every((failure) => isSessionEndedError(failure) && failure.reason === 'refused')).toBeTrue();
      expect(ended).toEqual(['refused']);
      expect((await lab.until(({ open }) => open === 0)).refreshCalls).toBe(1);
    });

    it('E4: while the auth server is down the session stays, and the streams come back by themselves', async () => {
      const { lab, events, ended } = await connected();
      await lab.faults({ refresh: [{ status: 503, headers: { 'retry-after': '1' } }] });
      await lab.expire();
      await lab.until(({ opened, open }) => opened === 2 * STREAMS && open === STREAMS);
      expect(events.map(({ type }) => type)).toEqual(['unavailable', 'refreshed']);
      expect(ended).toEqual([]);
    });

    it('closes the stream at the server when it is left', async () => {
      const { lab, live } = await connected();
      for (const { leave } of live) leave();
      const { opened, aborted } = await lab.until(({ open }) => open === 0);
      expect({ opened, aborted }).toEqual({ opened: STREAMS, aborted: STREAMS });
    });

    it('leaves no stream open when the user signs out', async () => {
      const { session, lab, live } = await connected();
      await session.end();
      const failures = (await Promise.all(live.map(({ failed }) => failed))) as SessionEndedError[];
      expect(failures.map(({ reason }) => reason)).toEqual(many(STREAMS, () => 'signed-out'));
      const { opened, aborted } = await lab.until(({ open }) => open === 0);
      expect({ opened, aborted }).toEqual({ opened: STREAMS, aborted: STREAMS });
    });
  }

  describe('by event sources with a token', () => {
    async function start() {
      const { client, session, ended } = setup();

      return { client, session, ended, lab: await signIn(client, session) };
    }

    behavesLikeEvents(start, (session) => liveEvents$(session, EVENTS));

    it('misses nothing of what happens while the token is refreshed', async () => {
      const { client, session, lab } = await start();
      const write = (text: string) => firstValueFrom(client.post('/notes', { text }));
      const { seen } = follow(notes(liveEvents$(session, EVENTS)));
      await lab.until(({ open }) => open === 1);
      await write('before');
      await lab.until(() => seen.length === 1);
      await lab.faults({ api: [{ status: 401, delay: { arrival: 300 } }] }); // keeps the stream out
      await lab.expire();
      await lab.until(({ requests }) => requests === 3);
      await write('meanwhile');
      await lab.until(({ open }) => open === 1);
      await write('after');
      await lab.until(() => seen.length === 3);
      expect(seen).toEqual(['before', 'meanwhile', 'after']);
    });

    it('R6: a server that refuses fresh tokens too is stopped by the breaker', async () => {
      const { session, lab } = await start();
      const events = eventsOf(session);
      await lab.faults({ api: { status: 401 } });
      follow(liveEvents$(session, EVENTS));
      await lab.until(() => events.some(({ type }) => type === 'ineffective'));
      const refused = await firstValueFrom(session.accessToken$());
      expect(isRefreshUnavailableError((await outcome(session.accessToken$({ refused }))).error)).toBeTrue();
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshCalls: 3, requests: 4, opened: 0 }));
    });

    it('comes back without a refresh after a failure of the server, and not when it is told that it may not', async () => {
      const { session, lab } = await start();
      await lab.faults({ api: [{ status: 503 }, {}, { status: 403 }] });
      const { seen } = follow(liveEvents$(session, EVENTS));
      await lab.until(() => seen.length === 1);
      expect(await follow(liveEvents$(session, EVENTS)).failed).toEqual(
        new Error('The events were answered with 403.'),
      );
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshCalls: 0, requests: 3 }));
    });
  });

  describe('by event sources with cookies', () => {
    async function start() {
      const { client, session, ended } = setup({
        prefix: '/cookies/api',
        session: { tokens: 'cookies', refresh: (_: unknown, http: AxiosClient) => http.post('/auth/refresh') } as never,
      });

      return { client, session, ended, lab: await signInWithCookies(client, session) };
    }

    behavesLikeEvents(start, (session, client) => liveCookieEvents$(session, COOKIE_EVENTS, client.get('/me')));

    it('comes back without a refresh when only the stream is refused', async () => {
      const { client, session, lab } = await start();
      await lab.faults({ api: [{}, { status: 503 }, {}, { status: 401 }] });
      const { seen } = follow(liveCookieEvents$(session, COOKIE_EVENTS, client.get('/me')));
      await lab.until(() => seen.length === 1);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshCalls: 0, requests: 6 }));
    });

    it('goes on when the question itself fails, and fails with it when nobody is signed in', async () => {
      const { client, session, lab } = await start();
      await lab.faults({ api: [{ status: 503 }, { status: 500 }] });
      const { seen } = follow(liveCookieEvents$(session, COOKIE_EVENTS, client.get('/me')));
      await lab.until(() => seen.length === 1);
      await session.end();
      const asked$ = client.get('/nowhere', { session: false });
      expect(await follow(liveCookieEvents$(session, COOKIE_EVENTS, asked$)).failed).toEqual(
        jasmine.objectContaining({ response: jasmine.objectContaining({ status: 404 }) }),
      );
    });
  });
});
