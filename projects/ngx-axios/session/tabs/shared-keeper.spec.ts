import { deleteDB, openDB } from 'idb';
import { firstValueFrom, map, NEVER, Observable, of, Subject, throwError, timer } from 'rxjs';
import { HttpFailure } from '../../testbed/bare-session';
import { closeTabs, newNamespace, openTab, TabOfTest, until } from '../../testbed/tabs';
import { sharedNow } from '../held';
import { SessionOptions } from '../session-options';
import { DatabasePlace } from './database-place';

const FIRST = { accessToken: 'access-1', refreshToken: 'refresh-1' };
const SECOND = { accessToken: 'access-2', refreshToken: 'refresh-2' };
const REFUSED = () => throwError(() => new HttpFailure(401));

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const outcome = (credentials$: Observable<{ accessToken?: string }>) =>
  firstValueFrom(credentials$).then(
    ({ accessToken }) => accessToken,
    (error: { name: string; reason?: string }) => [error.name, error.reason].filter(Boolean).join(' '),
  );

describe('A session in several tabs', () => {
  let namespace: string;
  const database = () => `ngx-axios:1:${namespace}`;
  const record = async (): Promise<Record<string, unknown> | undefined> => {
    const isThere = (await indexedDB.databases()).some(({ name }) => name === database());
    if (!isThere) return undefined; // to open it would be to make it, without what the session keeps there
    const opened = await openDB(database());
    const found = opened.objectStoreNames.contains('session') ? await opened.get('session', 'record') : undefined;
    opened.close();

    return found as Record<string, unknown> | undefined;
  };
  const place = async (value: unknown) => {
    const opened = await openDB(database(), 1, { upgrade: (fresh) => void fresh.createObjectStore('session') });
    await opened.put('session', value, 'record');
    opened.close();
  };

  beforeEach(() => (namespace = newNamespace()));
  afterEach(() => closeTabs());

  const open = (answers?: () => Observable<unknown> | null, options: Partial<SessionOptions<object>> = {}) =>
    openTab({ namespace }, options, answers);
  const isSignedIn = ({ session }: TabOfTest) => session.signedIn();

  /** Two tabs that hold the same. */
  async function two(
    answers: () => Observable<unknown> | null,
    options: Partial<SessionOptions<object>> = {},
  ): Promise<[TabOfTest, TabOfTest]> {
    const tabs: [TabOfTest, TabOfTest] = [open(answers, options), open(answers, options)];
    tabs[0].session.start(FIRST, { subject: 'ada' });
    await until(() => tabs.every(isSignedIn));

    return tabs;
  }

  it('is found by a tab that is opened later', async () => {
    open().session.start(FIRST, { subject: 'ada' });
    await sleep(50);
    const later = open();
    expect(later.session.state().phase).toBe('restoring');
    expect(await outcome(later.session.credentials$)).toBe('access-1');
  });

  it('S4: lies in one record, whole and without more than it needs', async () => {
    const before = Object.keys(localStorage);
    const [one] = await two(() => of(SECOND));
    await firstValueFrom(one.session.refresh$);
    const { generation, session, receivedAt, committedAt, ...rest } = (await record())!;
    expect(rest).toEqual({ version: 1, subject: 'ada', tokens: SECOND });
    for (const value of [generation, session, receivedAt, committedAt]) expect(value).toEqual(jasmine.any(Number));
    expect(Object.keys(localStorage)).toEqual(before);
  });

  it('X1: is refreshed once, and every tab goes on with that', async () => {
    const answer = new Subject<unknown>();
    const [one, other] = await two(() => answer);
    const waiting = [outcome(one.session.refresh$), outcome(other.session.refresh$)];
    await until(() => one.calls.length + other.calls.length === 1);
    answer.next(SECOND);
    expect(await Promise.all(waiting)).toEqual(['access-2', 'access-2']);
    await sleep(30);
    expect(one.calls.length + other.calls.length).toBe(1);
    expect([...one.events, ...other.events].map(({ type }) => type)).toEqual(['refreshed']);
  });

  it('X1: hands on the refresh token that was not answered again', async () => {
    const [one, other] = await two(() => of({ accessToken: 'access-2' }));
    await firstValueFrom(one.session.refresh$);
    await until(() => other.token() === 'access-2');
    await firstValueFrom(other.session.refresh$);
    expect(other.calls).toEqual([jasmine.objectContaining({ accessToken: 'access-2', refreshToken: 'refresh-1' })]);
  });

  it('X1: is refreshed with what another tab has left when that has run out, too', async () => {
    const [one, other] = await two(() => of({ ...SECOND, expiresIn: 0.001 }));
    spyOn(BroadcastChannel.prototype, 'postMessage'); // the other hears nothing
    await firstValueFrom(one.session.refresh$);
    await sleep(10);
    expect(await outcome(other.session.refresh$)).toBe('access-2');
    expect(other.calls).toEqual([jasmine.objectContaining({ refreshToken: 'refresh-2' })]);
  });

  it('X9: adopts what is newer instead of refreshing, also without having heard of it', async () => {
    const [one, other] = await two(() => of(SECOND));
    spyOn(BroadcastChannel.prototype, 'postMessage');
    await firstValueFrom(one.session.refresh$);
    expect(other.token()).toBe('access-1');
    expect(await outcome(other.session.refresh$)).toBe('access-2');
    expect(other.calls.length).toBe(0);
  });

  for (const [what, event] of [
    ['is focused', () => window.dispatchEvent(new Event('focus'))],
    ['is online again', () => window.dispatchEvent(new Event('online'))],
    ['comes back', () => window.dispatchEvent(new Event('pageshow'))],
    ['goes on', () => document.dispatchEvent(new Event('resume'))],
    ['is shown', () => document.dispatchEvent(new Event('visibilitychange'))],
  ] as const) {
    it(`X13: a tab that has missed a sign-out learns of it before it sends, when it ${what}`, async () => {
      const [one, other] = await two(() => of(SECOND));
      spyOn(BroadcastChannel.prototype, 'postMessage');
      await one.session.end();
      await until(() => one.session.state().phase === 'signed-out');
      await sleep(30);
      expect(isSignedIn(other)).toBeTrue();
      event();
      expect(await outcome(other.session.credentials$)).toBeUndefined();
      expect(other.ended).toEqual(['signed-out-elsewhere']);
    });
  }

  it('X11: a sign-out in one tab wins over the refresh in another', async () => {
    const answer = new Subject<unknown>();
    const [one, other] = await two(() => answer);
    const waiting = outcome(other.session.refresh$);
    await until(() => other.calls.length === 1);
    await one.session.end();
    expect(await waiting).toBe('SessionEndedError signed-out-elsewhere');
    answer.next(SECOND);
    await sleep(30);
    expect([one, other].some(isSignedIn)).toBeFalse();
    expect(await record()).toEqual(jasmine.objectContaining({ endedBy: 'signed-out', tokens: {} }));
    expect([one.ended, other.ended]).toEqual([['signed-out'], ['signed-out-elsewhere']]);
  });

  it('X11: a sign-out is known to the record when it resolves, so that the page may be left', async () => {
    const [one] = await two(() => NEVER);
    await one.session.end();
    expect(await record()).toEqual(jasmine.objectContaining({ endedBy: 'signed-out', tokens: {} }));
  });

  it('X11: a sign-out that was not heard of is known before anything is refreshed', async () => {
    const [one, other] = await two(() => of(SECOND));
    spyOn(BroadcastChannel.prototype, 'postMessage');
    await one.session.end();
    expect(await outcome(other.session.refresh$)).toBe('SessionEndedError signed-out-elsewhere');
    expect(other.calls.length).toBe(0);
  });

  it('an outage leaves the record as it is', async () => {
    const [one] = await two(() => throwError(() => new HttpFailure(503)));
    const before = await record();
    expect(await outcome(one.session.refresh$)).toBe('RefreshUnavailableError');
    await sleep(30);
    expect(await record()).toEqual(before);
  });

  it('T12: a refusal before there is need leaves the record as it is', async () => {
    const one = open(REFUSED);
    one.session.start({ ...FIRST, expiresIn: 900 });
    let before = await record();
    while (!before) before = await record();
    await firstValueFrom(one.early$);
    await sleep(30);
    expect([await record(), one.ended]).toEqual([before, []]);
  });

  it('hangs up on the refresh of a session that is over', async () => {
    const left = jasmine.createSpy('left');
    const [one] = await two(() => new Observable(() => left));
    one.session.refresh$.subscribe({ error: () => undefined });
    await until(() => one.calls.length === 1);
    one.session.start({ accessToken: 'of-grace' }, { subject: 'grace' });
    expect(left).toHaveBeenCalledTimes(1);
  });

  it('X5: waits for a holder that works for as long as it may', async () => {
    const [one, other] = await two(() => timer(500).pipe(map(() => SECOND)), { deadline: 1000 });
    const outcomes = [outcome(one.session.refresh$), outcome(other.session.refresh$)];
    expect(await Promise.all(outcomes)).toEqual(['access-2', 'access-2']);
    expect(one.calls.length + other.calls.length).toBe(1);
  });

  it('X12: somebody else signs in, and every tab goes on with them', async () => {
    const [one, other] = await two(() => NEVER);
    const waiting = outcome(other.session.refresh$);
    await until(() => other.calls.length === 1);
    one.session.start({ accessToken: 'of-grace' }, { subject: 'grace' });
    expect(await waiting).toBe('SessionEndedError replaced');
    expect(await outcome(other.session.credentials$)).toBe('of-grace');
    expect([one.ended, other.ended]).toEqual([['replaced'], ['replaced']]);
  });

  it('tells every tab why the session ended', async () => {
    const [one, other] = await two(REFUSED);
    expect(await outcome(one.session.refresh$)).toBe('SessionEndedError refused');
    await until(() => !isSignedIn(other));
    expect(other.ended).toEqual(['refused']);
  });

  it('leaves the session alone that somebody else has begun meanwhile, when it signs out', async () => {
    const [one, other] = await two(() => NEVER);
    spyOn(BroadcastChannel.prototype, 'postMessage');
    one.session.start({ accessToken: 'of-grace' }, { subject: 'grace' });
    await sleep(30);
    await other.session.end();
    await sleep(30);
    expect(await record()).toEqual(jasmine.objectContaining({ subject: 'grace', tokens: { accessToken: 'of-grace' } }));
    expect(one.token()).toBe('of-grace');
  });

  describe('without Web Locks', () => {
    beforeEach(() => spyOnProperty(navigator, 'locks').and.returnValue(undefined as unknown as LockManager));

    it('X3, X8: a tab that is refused because another was quicker goes on with what that one brings', async () => {
      const quick = new Subject<unknown>();
      const slow = new Subject<unknown>();
      const answers = [quick, slow];
      const [one, other] = await two(() => answers.shift()!);
      spyOn(BroadcastChannel.prototype, 'postMessage');
      const first = outcome(one.session.refresh$);
      const second = outcome(other.session.refresh$);
      await until(() => one.calls.length + other.calls.length === 2);
      slow.error(new HttpFailure(401));
      await sleep(50); // the refusal is there before what the other writes
      quick.next(SECOND);
      expect(await Promise.all([first, second])).toEqual(['access-2', 'access-2']);
      expect([one.ended, other.ended]).toEqual([[], []]);
      expect(await record()).toEqual(jasmine.objectContaining({ tokens: SECOND }));
    });
  });

  it('X4: what comes late from a tab that was frozen is refused, and it goes on with what the others have', async () => {
    const late = new Subject<unknown>();
    const answers: Observable<unknown>[] = [late, of({ accessToken: 'access-3', refreshToken: 'refresh-3' })];
    const [one, other] = await two(() => answers.shift()!, { deadline: 10_000 });
    const first = outcome(one.session.refresh$);
    await until(() => one.calls.length === 1);
    spyOn(BroadcastChannel.prototype, 'postMessage'); // the frozen one hears nothing
    await navigator.locks.request(database(), { steal: true }, async () => undefined); // as who takes it over does
    expect(await outcome(other.session.refresh$)).toBe('access-3');
    late.next(SECOND);
    expect(await first).toBe('access-3');
    expect(await record()).toEqual(
      jasmine.objectContaining({ tokens: jasmine.objectContaining({ accessToken: 'access-3' }) }),
    );
  });

  it('X10: hints that lie, come twice or in the wrong order change nothing', async () => {
    const [one, other] = await two(() => of(SECOND));
    const channel = new BroadcastChannel(`${database()}:hint`);
    const told: unknown[] = [];
    channel.onmessage = ({ data }) => told.push(data);
    for (const generation of [Infinity, Number.MAX_SAFE_INTEGER, -1, NaN, 2 ** 60, 1e300]) {
      for (let n = 0; n < 20; n++)
        channel.postMessage({ generation, tokens: { accessToken: 'forged' }, endedBy: 'signed-out' });
    }
    expect(await outcome(one.session.credentials$)).toBe('access-1');
    await firstValueFrom(one.session.refresh$);
    await until(() => other.token() === 'access-2');
    for (const hint of told.reverse()) channel.postMessage(hint);
    await sleep(30);
    channel.close();
    expect([one.token(), other.token(), one.ended, other.ended]).toEqual(['access-2', 'access-2', [], []]);
    expect(JSON.stringify(told)).not.toMatch(/access|refresh|ada/);
  });

  it('X15: is kept apart from that of another namespace', async () => {
    const [one] = await two(() => of(SECOND));
    const other = openTab({ namespace: `${namespace}-other` });
    await until(() => other.session.state().phase !== 'restoring');
    expect(isSignedIn(other)).toBeFalse();
    other.session.start({ accessToken: 'other' });
    await sleep(30);
    expect(one.token()).toBe('access-1');
  });

  it('X17: goes on in memory when the storage is cleared, and is written again', async () => {
    const [one, other] = await two(() => of(SECOND));
    await deleteDB(database());
    window.dispatchEvent(new Event('focus'));
    expect(await outcome(one.session.credentials$)).toBe('access-1');
    await firstValueFrom(one.session.refresh$);
    await until(() => other.token() === 'access-2');
    expect(await record()).toEqual(jasmine.objectContaining({ tokens: SECOND }));
  });

  it('X4: looks again where it was frozen while it looked, because others may have refreshed since', async () => {
    const [one, other] = await two(() => of(SECOND), { deadline: 2000 });
    const get = IDBObjectStore.prototype.get;
    let isFrozen = false;
    const now = performance.now.bind(performance);
    let away = 0;
    spyOn(performance, 'now').and.callFake(() => now() + away);
    const gets = spyOn(IDBObjectStore.prototype, 'get').and.callFake(function (this: IDBObjectStore, ...args) {
      if (isFrozen) away = 60_000; // the answer comes when the page goes on
      isFrozen = false;

      return get.apply(this, args);
    });
    isFrozen = true;
    expect(await outcome(one.session.refresh$)).toBe('access-2');
    expect(gets.calls.count()).toBeGreaterThanOrEqual(3); // twice before, once to write
    expect(one.calls.length + other.calls.length).toBe(1);
  });

  it('X1: calls nothing with a token that it has replaced while it looked', async () => {
    const [, other] = await two(() => of(SECOND));
    let release!: () => void;
    let gate: Promise<void> | undefined = new Promise((resolve) => (release = resolve));
    const read = DatabasePlace.prototype.read;
    const reads = spyOn(DatabasePlace.prototype, 'read').and.callFake(async function (this: DatabasePlace) {
      const held = gate;
      gate = undefined;
      const found = await read.call(this);
      await held;

      return found;
    });
    const waiting = outcome(other.session.refresh$);
    await until(() => reads.calls.count() === 1); // under the lock
    const newer = { ...(await record())!, generation: Date.now() + 1000, tokens: { accessToken: 'access-3' } };
    await place(newer);
    const channel = new BroadcastChannel(`${database()}:hint`);
    channel.postMessage({ generation: newer.generation });
    expect(await waiting).toBe('access-3');
    release();
    await sleep(50);
    channel.close();
    expect(other.calls.length).toBe(0);
    expect(await record()).toEqual(newer);
  });

  it('X17: a sign-out is known in all tabs also after the storage was cleared', async () => {
    const [one, other] = await two(() => of(SECOND));
    await deleteDB(database());
    await one.session.end();
    await until(() => !isSignedIn(other));
    expect(other.ended).toEqual(['signed-out-elsewhere']);
  });

  it('S2: writes over nothing that another tab has written since its own write failed', async () => {
    const [one, other] = await two(() => of(SECOND));
    const put = IDBObjectStore.prototype.put;
    let failures = 2; // it is tried twice
    spyOn(IDBObjectStore.prototype, 'put').and.callFake(function (this: IDBObjectStore, ...args) {
      if (failures-- > 0) throw new DOMException('full', 'QuotaExceededError');

      return put.apply(this, args);
    });
    spyOn(BroadcastChannel.prototype, 'postMessage');
    expect(await outcome(one.session.refresh$)).toBe('access-2');
    await sleep(50);
    expect(await record()).toEqual(jasmine.objectContaining({ tokens: FIRST }));
    other.close();
  });

  it('X19: nothing of the application but `refresh` runs under the lock', async () => {
    const [one] = await two(() => of(SECOND));
    let got = '';
    one.session.events$.subscribe(async ({ type }) => {
      await navigator.locks.request(database(), async () => (got = type)); // would wait for itself
    });
    await firstValueFrom(one.session.refresh$);
    await until(() => got === 'refreshed');
  });

  for (const [what, value] of Object.entries({
    corrupt: { version: 1, generation: 'x' },
    foreign: 'something else',
    'of another shape': [1, 2, 3],
  })) {
    it(`S3: begins signed out where the record is ${what}, and writes over it`, async () => {
      await place(value);
      const tab = open();
      await until(() => tab.session.state().phase !== 'restoring');
      expect(isSignedIn(tab)).toBeFalse();
      tab.session.start(FIRST);
      await sleep(50);
      expect(await record()).toEqual(jasmine.objectContaining({ tokens: FIRST }));
      expect(tab.events).toEqual([]);
    });
  }

  it('X14: leaves the record of a newer version alone, and goes on in memory', async () => {
    const newer = { version: 2, whatever: 'it holds' };
    await place(newer);
    const tab = open(() => of(SECOND));
    await until(() => tab.session.state().phase !== 'restoring');
    tab.session.start(FIRST);
    expect(await outcome(tab.session.refresh$)).toBe('access-2');
    await tab.session.end();
    await sleep(50);
    expect(await record()).toEqual(newer);
    expect(tab.ended).toEqual(['signed-out']);
  });

  it('S2: goes on in memory where nothing can be written, and says so', async () => {
    const tab = open(() => of(SECOND));
    await until(() => tab.session.state().phase !== 'restoring');
    spyOn(IDBObjectStore.prototype, 'put').and.throwError(new DOMException('full', 'QuotaExceededError'));
    tab.session.start(FIRST);
    expect(await outcome(tab.session.refresh$)).toBe('access-2');
    await until(() => tab.events.some(({ type }) => type === 'store-failed'));
    expect(isSignedIn(tab)).toBeTrue();
  });

  it('S5: is given up at the deadline where the storage never answers, and goes on in memory', async () => {
    spyOn(IDBFactory.prototype, 'open').and.callFake(() => new EventTarget() as IDBOpenDBRequest);
    const tab = open(() => of(SECOND), { deadline: 200 });
    await until(() => tab.session.state().phase !== 'restoring');
    tab.session.start(FIRST);
    expect(await outcome(tab.session.refresh$)).toBe('access-2');
  });

  it('S6: opens the database again when its connection is gone', async () => {
    const [one, other] = await two(() => of(SECOND));
    const close = IDBDatabase.prototype.close;
    const connections: IDBDatabase[] = [];
    const transaction = IDBDatabase.prototype.transaction;
    spyOn(IDBDatabase.prototype, 'transaction').and.callFake(function (this: IDBDatabase, ...args) {
      connections.push(this);

      return transaction.apply(this, args);
    });
    window.dispatchEvent(new Event('focus'));
    await outcome(one.session.credentials$);
    for (const connection of connections) close.call(connection); // as browsers do on their own
    expect(await outcome(one.session.refresh$)).toBe('access-2');
    await until(() => other.token() === 'access-2');
    expect([...one.events, ...other.events].map(({ type }) => type)).toEqual(['refreshed']);
  });

  it('S6: lets another tab bring a newer database, and goes on in memory', async () => {
    const [one] = await two(() => of(SECOND));
    const newer = await openDB(database(), 2); // waits until the connections are closed
    expect(await outcome(one.session.refresh$)).toBe('access-2');
    newer.close();
  });

  describe('with the access token in memory', () => {
    const MEMORY = { tokens: 'access-in-memory' } as const;

    it('S9: leaves no token where scripts can read it, and refreshes in each tab', async () => {
      const [one, other] = await two(() => of({ accessToken: 'access-2' }), MEMORY);
      expect((await record())!['tokens']).toEqual({});
      expect(other.calls.length).toBe(1); // when it heard of the sign-in
      expect(one.calls.length).toBe(0);
    });

    it('one refreshes after the other', async () => {
      let running = 0;
      let most = 0;
      const answers = () =>
        new Observable((subscriber) => {
          most = Math.max(most, ++running);
          setTimeout(() => {
            running--;
            subscriber.next({ accessToken: 'access-2' });
          }, 20);
        });
      const tabs = await two(answers, MEMORY);
      tabs.push(open(answers, MEMORY), open(answers, MEMORY));
      await Promise.all(tabs.map(({ session }) => outcome(session.refresh$)));
      expect(most).toBe(1);
    });

    it('the same user signs in again, and the others keep what they have', async () => {
      const [one, other] = await two(() => of({ accessToken: 'access-2' }), MEMORY);
      const running = new Subject<unknown>();
      const third = open(() => running, MEMORY);
      await until(() => third.calls.length === 1);
      const waiting = outcome(third.session.refresh$);
      one.session.start({ accessToken: 'access-3' }, { subject: 'ada' });
      await sleep(50);
      expect([other.token(), isSignedIn(other), other.ended]).toEqual(['access-2', true, []]);
      running.next({ accessToken: 'access-4' });
      expect(await waiting).toBe('access-4');
    });

    it('X11: a sign-out in one signs out the other', async () => {
      const [one, other] = await two(() => of({ accessToken: 'access-2' }), MEMORY);
      await one.session.end();
      await until(() => !isSignedIn(other));
      expect(other.ended).toEqual(['signed-out-elsewhere']);
    });

    it('X11: what began before it was known who is there is over when another tab signs out', async () => {
      const [one] = await two(() => of({ accessToken: 'access-2' }), MEMORY);
      const third = open(() => NEVER, MEMORY);
      await until(() => third.calls.length === 1);
      const waiting = outcome(third.ask());
      await one.session.end();
      expect(await waiting).toBe('SessionEndedError signed-out');
    });

    it('is refreshed also where another tab has changed the record, which has no token', async () => {
      const [one, other] = await two(() => of({ accessToken: 'access-2' }), MEMORY);
      spyOn(BroadcastChannel.prototype, 'postMessage');
      one.session.start({ accessToken: 'access-3' }, { subject: 'ada' });
      await sleep(50);
      const { length } = other.calls;
      expect(await outcome(other.session.refresh$)).toBe('access-2');
      expect(other.calls.length).toBe(length + 1);
    });

    it('X17: shares again when the storage was cleared', async () => {
      const [one] = await two(() => of({ accessToken: 'access-2' }), MEMORY);
      await deleteDB(database());
      expect(await outcome(one.session.refresh$)).toBe('access-2');
      expect(await record()).toEqual(jasmine.objectContaining({ tokens: {} }));
      expect(one.events.map(({ type }) => type)).not.toContain('store-failed');
    });

    it('X12: what is found after a sign-out is another session', async () => {
      const [one] = await two(() => of({ accessToken: 'access-2' }), MEMORY);
      const before = (await record())!['session'];
      await one.session.end();
      const later = open(() => of({ accessToken: 'of-grace' }), { ...MEMORY, restore: 'always' });
      await until(() => isSignedIn(later));
      await until(() => later.token() === 'of-grace');
      await sleep(30);
      const { session, endedBy } = (await record())!;
      expect(endedBy).toBeUndefined();
      expect(session).toBeGreaterThan(0);
      expect(session).not.toBe(before);
    });

    it('with `shareAccessToken` the access token is shared, and the refresh token never', async () => {
      const share = { namespace, shareAccessToken: true };
      const one = openTab(share, MEMORY, () => of(SECOND));
      const other = openTab(share, MEMORY, () => of(SECOND));
      one.session.start(FIRST);
      await until(() => other.token() === 'access-1');
      await firstValueFrom(one.session.refresh$);
      await until(() => other.token() === 'access-2');
      expect((await record())!['tokens']).toEqual({ accessToken: 'access-2' });
      expect([one.calls.length, other.calls.length]).toEqual([1, 0]);
    });
  });

  describe('with cookies', () => {
    it('X1: is renewed for a request that was sent after the last refresh of any tab, and for no other', async () => {
      const [one, other] = await two(() => of(null), { tokens: 'cookies' });
      spyOn(BroadcastChannel.prototype, 'postMessage'); // the other hears nothing
      const before = sharedNow();
      await firstValueFrom(one.session.refresh$);
      const { committedAt } = (await record())!;
      await other.refused(before);
      expect(other.calls.length).toBe(0);

      await firstValueFrom(one.session.refresh$);
      const again = (await record())!['committedAt'] as number;
      expect(again).toBeGreaterThan(committedAt as number);
      await other.refused(again);
      expect(other.calls.length).toBe(0); // in the very moment of the refresh
      await firstValueFrom(one.session.refresh$);
      await other.refused(sharedNow() + 1);
      expect(other.calls.length).toBe(1);
    });

    it('X12: is not renewed where somebody else has signed in', async () => {
      const [one, other] = await two(() => of(null), { tokens: 'cookies' });
      spyOn(BroadcastChannel.prototype, 'postMessage');
      one.session.start({}, { subject: 'grace' });
      await sleep(50);
      await expectAsync(other.refused(sharedNow() + 1)).toBeRejected();
      expect([other.calls.length, other.ended]).toEqual([0, ['replaced']]);
    });
  });

  it('leaves nothing behind when the application is destroyed while it waits for the lock', async () => {
    const [one, other] = await two(() => NEVER);
    one.session.refresh$.subscribe({ error: () => undefined });
    await until(() => one.calls.length === 1);
    const waiting = outcome(other.session.refresh$);
    await sleep(20);
    other.close();
    expect(await waiting).toBe('RefreshUnavailableError');
    const { pending } = await navigator.locks.query();
    expect(pending!.filter(({ name }) => name === database())).toEqual([]);
    one.close();
  });

  describe('is told what contradicts it', () => {
    for (const [tabs, options, message] of [
      [{ namespace: '' }, {}, 'provideTabs: `namespace` is ""; give the session a name, like "shop".'],
      [
        { namespace: undefined as unknown as string },
        {},
        'provideTabs: `namespace` is undefined; give the session a name, like "shop".',
      ],
      [
        { namespace: 'a', shareAccessToken: 1 as never },
        {},
        'provideTabs: `shareAccessToken` is 1; give true or false.',
      ],
      [
        { namespace: 'a' },
        { store: 'localStorage' },
        '`withTabs` contradicts `withSession({ store })`: tabs share one record, which `namespace` names; remove `store`.',
      ],
      [
        { namespace: 'a' },
        { name: 'b' },
        '`withTabs` contradicts `withSession({ name })`: tabs share one record, which `namespace` names; remove `name`.',
      ],
      [
        { namespace: 'a', shareAccessToken: true },
        {},
        "`withTabs({ shareAccessToken })` is for `tokens: 'access-in-memory'`; with 'body' tabs share it anyway: remove it.",
      ],
      [
        { namespace: 'a', shareAccessToken: true },
        { tokens: 'cookies' },
        "`withTabs({ shareAccessToken })` is for `tokens: 'access-in-memory'`; with 'cookies' no script holds it: remove it.",
      ],
    ] as [{ namespace: string; shareAccessToken?: boolean }, Partial<SessionOptions<object>>, string][]) {
      it(message, () => {
        expect(() => openTab(tabs, options)).toThrowError(message);
      });
    }
  });
});
