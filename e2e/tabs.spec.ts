import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { Household, Tab } from './tabs/household.ts';
import type { Settings } from './tabs/page/settings.ts';
import { soak } from './tabs/soak.ts';
import { openStage } from './tabs/stage.ts';
import { until } from './tabs/until.ts';

const { household, newContext } = await openStage({ opaque: true });

const BODY: Settings = { tokens: 'body', namespace: 'shop' };

/** How many refreshes there may be for each access token that has run out. */
const PER_EXPIRY = 1.05;

describe('Many tabs', () => {
  let context: BrowserContext;

  /** Tabs that share a session in which somebody is signed in. */
  async function signedIn(count: number, settings: Settings = BODY, where = household): Promise<[Tab<Page>[], string]> {
    context = await newContext();
    const tabs: Tab<Page>[] = [];
    for (let n = 0; n < count; n++) tabs.push(await Tab.open(context, where, settings));
    const session = await tabs[0]!.signIn('ada');
    for (const tab of tabs) await until(async () => (await tab.seen()).phase === 'signed-in');

    return [tabs, session];
  }

  const ask = (tabs: readonly Pick<Tab, 'ask'>[]) => Promise.all(tabs.map((tab) => tab.ask()));

  describe('left alone', () => {
    for (const [count, lifetime] of [
      [2, 1],
      [5, 2],
    ] as const) {
      it(`X1: ${count} share a refresh token that is good once, without losing the session`, async () => {
        context = await newContext();
        const figures = await soak(() => context.newPage(), { tabs: count, lifetime, seconds: 6, settings: BODY });
        assert.ok(figures.refreshes >= 2 && figures.refreshes <= figures.ranOut * PER_EXPIRY, JSON.stringify(figures));
        assert.deepEqual([figures.reuse, figures.lost, figures.failures], [0, 0, {}]);
      });
    }

    for (const [how, script, settings] of [
      ['without the lock', 'delete Navigator.prototype.locks', BODY],
      ['with a store that is not made for it', '', { ...BODY, keeper: 'localStorage' }],
    ] as const) {
      it(`X1: ${how} they lose it, which the same rig sees`, async () => {
        context = await newContext();
        await context.addInitScript(script);
        const { reuse, lost } = await soak(() => context.newPage(), { tabs: 5, lifetime: 1, seconds: 6, settings });
        assert.ok(reuse > 0 && lost > 0);
      });
    }
  });

  it('X2: whoever gets the lock sees what was written before', async () => {
    const [tabs, session] = await signedIn(4);
    for (let n = 0; n < 25; n++) {
      await household.lab(session, 'expire');
      assert.deepEqual(await ask(tabs), ['ada', 'ada', 'ada', 'ada']);
    }
    const { refreshes, reuse } = await household.counts(session);
    assert.deepEqual({ refreshes, reuse }, { refreshes: 25, reuse: 0 });
  });

  for (const [how, leave] of [
    ['is closed', (tab: Tab<Page>) => tab.frame.close()],
    ['crashes', (tab: Tab<Page>) => tab.frame.goto('chrome://crash').catch(() => undefined)],
    ['is reloaded', (tab: Tab<Page>) => tab.frame.reload()],
    ['navigates', (tab: Tab<Page>) => tab.frame.goto('about:blank')],
  ] as const) {
    it(`X6: the tab that refreshes ${how}, and the next one goes on`, async () => {
      const [[holder, other], session] = (await signedIn(2)) as [[Tab<Page>, Tab<Page>], string];
      await household.lab(session, 'faults', { refresh: [{ hang: 'arrival' }] });
      await household.lab(session, 'expire');
      void holder.ask().catch(() => undefined);
      await until(async () => (await household.counts(session)).refreshCalls === 1);
      const waiting = other.ask();
      await leave(holder);
      assert.equal(await waiting, 'ada');
      const { refreshes, reuse } = await household.counts(session);
      assert.deepEqual({ refreshes, reuse }, { refreshes: 1, reuse: 0 });
    });
  }

  it('X11: a sign-out in one of 8 tabs while all refresh ends all of them before their next send', async () => {
    const [tabs, session] = await signedIn(8);
    await household.lab(session, 'faults', { refresh: { hang: 'arrival' } });
    await household.lab(session, 'expire');
    const waiting = ask(tabs);
    await until(async () => (await household.counts(session)).refreshCalls === 1);
    await tabs[3]!.signOut();
    const outcomes = await waiting;
    assert.deepEqual(
      outcomes,
      tabs.map((_, n) => `SessionEndedError ${n === 3 ? 'signed-out' : 'signed-out-elsewhere'}`),
    );
    const { requests } = await household.counts(session);
    assert.deepEqual(
      await ask(tabs),
      tabs.map(() => '401'),
    ); // nobody is signed in, so it goes without a token
    assert.equal((await household.counts(session)).requests, requests);
    for (const tab of tabs) {
      const { phase, ended } = await tab.seen();
      assert.deepEqual([phase, ended.length], ['signed-out', 1]);
    }
  });

  it('X12: somebody else signs in, and no request of the one carries the token of the other', async () => {
    const [[one, other], session] = (await signedIn(2)) as [[Tab<Page>, Tab<Page>], string];
    await household.lab(session, 'faults', { refresh: { hang: 'arrival' } });
    await household.lab(session, 'expire');
    const waiting = other.ask();
    await until(async () => (await household.counts(session)).refreshCalls === 1);
    await one.signIn('grace');
    assert.equal(await waiting, 'SessionEndedError replaced');
    assert.deepEqual(await ask([one, other]), ['grace', 'grace']);
    assert.deepEqual((await other.seen()).ended, ['replaced']);
  });

  it('X12: the same user signs in again, and nobody notices', async () => {
    const [[one, other], session] = (await signedIn(2)) as [[Tab<Page>, Tab<Page>], string];
    await household.lab(session, 'revoke');
    await one.signIn('ada');
    assert.deepEqual(await ask([one, other]), ['ada', 'ada']);
    assert.deepEqual((await other.seen()).ended, []);
  });

  it('X14: an iframe and its top share the session', async () => {
    const [[top], session] = (await signedIn(1)) as [[Tab<Page>], string];
    await top.frame.evaluate(() => document.body.append(Object.assign(document.createElement('iframe'), { src: '/' })));
    const frame = await (await top.frame.waitForSelector('iframe')).contentFrame();
    await frame!.waitForFunction(() => 'tab' in globalThis);
    const inside = await Tab.in(frame!, BODY);
    await household.lab(session, 'expire');
    assert.deepEqual(await ask([top, inside]), ['ada', 'ada']);
    assert.equal((await household.counts(session)).refreshes, 1);
  });

  it('X14: two copies of the library on one page share the session', async () => {
    const [[first], session] = (await signedIn(1)) as [[Tab<Page>], string];
    const second = await Tab.in(first.frame, BODY, 'second');
    await household.lab(session, 'expire');
    assert.deepEqual(await ask([first, second]), ['ada', 'ada']);
    assert.equal((await household.counts(session)).refreshes, 1);
    await first.signOut();
    await until(async () => (await second.seen()).phase === 'signed-out');
    const { requests } = await household.counts(session);
    assert.equal(await second.ask(), '401'); // without a token
    assert.equal((await household.counts(session)).requests, requests);
    assert.deepEqual((await second.seen()).ended, ['signed-out-elsewhere']);
  });

  it('X15: two applications on one origin have a session each', async () => {
    const [[one], session] = (await signedIn(1)) as [[Tab<Page>], string];
    const other = await Tab.open(context, household, { ...BODY, namespace: 'office' });
    assert.equal(await other.ask(), '401');
    const another = await other.signIn('grace');
    await Promise.all([household.lab(session, 'expire'), household.lab(another, 'expire')]);
    assert.deepEqual(await ask([one, other]), ['ada', 'grace']);
    await other.signOut();
    assert.equal(await one.ask(), 'ada');
  });

  it('X16: a frame of another site, whose storage is partitioned, has a session of its own', async () => {
    const [[top], session] = (await signedIn(1)) as [[Tab<Page>], string];
    const src = household.origin.replace('localhost', '127.0.0.1');
    await top.frame.evaluate(
      (url) => document.body.append(Object.assign(document.createElement('iframe'), { src: url })),
      src,
    );
    const frame = await (await top.frame.waitForSelector('iframe')).contentFrame();
    await frame!.waitForFunction(() => 'tab' in globalThis);
    const inside = await Tab.in(frame!, BODY);
    assert.equal(await inside.ask(), '401');
    await inside.signIn('grace');
    await household.lab(session, 'expire');
    assert.deepEqual(await ask([top, inside]), ['ada', 'grace']);
  });

  it('X17: the page goes on in memory when the storage is cleared, and shares again from the next refresh on', async () => {
    const [[one, other], session] = (await signedIn(2)) as [[Tab<Page>, Tab<Page>], string];
    const devtools = await context.newCDPSession(one.frame);
    await devtools.send('Storage.clearDataForOrigin', { origin: household.origin, storageTypes: 'all' });
    assert.deepEqual(await ask([one, other]), ['ada', 'ada']);
    await household.lab(session, 'expire');
    assert.deepEqual(await ask([one, other]), ['ada', 'ada']);
    const { refreshes, reuse } = await household.counts(session);
    assert.deepEqual({ refreshes, reuse }, { refreshes: 1, reuse: 0 });
  });

  it('a tab that is duplicated shares the session, and one of the two refreshes', async () => {
    const [[original], session] = (await signedIn(1)) as [[Tab<Page>], string];
    await original.frame.evaluate(() => sessionStorage.setItem('mark', 'copied'));
    const [copy] = await Promise.all([
      context.waitForEvent('page'),
      original.frame.evaluate(() => void window.open(location.href)),
    ]);
    await copy.waitForFunction(() => 'tab' in globalThis);
    assert.equal(await copy.evaluate(() => sessionStorage.getItem('mark')), 'copied'); // as a duplicate has it
    const duplicate = await Tab.in(copy, BODY);
    await household.lab(session, 'expire');
    assert.deepEqual(await ask([original, duplicate]), ['ada', 'ada']);
    const { refreshes, reuse } = await household.counts(session);
    assert.deepEqual({ refreshes, reuse }, { refreshes: 1, reuse: 0 });
  });

  it('E9: a response that is lost after the server has rotated ends the session only when the server refuses', async () => {
    const [[one, other], session] = (await signedIn(2, { ...BODY, deadline: 300 })) as [[Tab<Page>, Tab<Page>], string];
    await household.lab(session, 'faults', { refresh: [{ destroy: 'after' }] });
    await household.lab(session, 'expire');
    const outcome = await one.ask();
    assert.equal(outcome, 'RefreshUnavailableError');
    assert.equal((await one.seen()).phase, 'signed-in');
    await until(async () => {
      await other.ask();
      return (await other.seen()).phase === 'signed-out';
    });
    assert.deepEqual((await other.seen()).ended, ['refused']);
  });

  describe('with the access token in memory', () => {
    const MEMORY: Settings = { tokens: 'access-in-memory', namespace: 'shop' };
    const SHARED: Settings = { ...MEMORY, shareAccessToken: true };

    it('X1: each refreshes for itself, one after the other', async () => {
      const [tabs, session] = await signedIn(4, MEMORY);
      await ask(tabs);
      const before = (await household.counts(session)).refreshes;
      await household.lab(session, 'expire');
      assert.deepEqual(await ask(tabs), ['ada', 'ada', 'ada', 'ada']);
      const { refreshes, reuse } = await household.counts(session);
      assert.deepEqual({ refreshes: refreshes - before, reuse }, { refreshes: 4, reuse: 0 });
    });

    it('X1: with `shareAccessToken` one refresh does for all', async () => {
      const [tabs, session] = await signedIn(4, SHARED);
      await household.lab(session, 'expire');
      assert.deepEqual(await ask(tabs), ['ada', 'ada', 'ada', 'ada']);
      const { refreshes, reuse } = await household.counts(session);
      assert.deepEqual({ refreshes, reuse }, { refreshes: 1, reuse: 0 });
    });

    it('X1: also at a server where a refresh revokes the access token before', async () => {
      const strict = await Household.open({ opaque: true, revokesPrevious: true });
      try {
        const [tabs, session] = await signedIn(3, SHARED, strict);
        for (let n = 1; n <= 3; n++) {
          await strict.lab(session, 'expire');
          for (const tab of tabs) assert.equal(await tab.ask(), 'ada');
          assert.equal((await strict.counts(session)).refreshes, n);
        }
      } finally {
        await context.close();
        await strict.close();
      }
    });

    it('X1: a tab that is opened later goes on without a refresh where they share, and with one where not', async () => {
      for (const [settings, expected] of [
        [SHARED, 0],
        [MEMORY, 1],
      ] as const) {
        const [, session] = await signedIn(1, settings);
        const later = await Tab.open(context, household, settings);
        assert.equal(await later.ask(), 'ada');
        assert.equal((await household.counts(session)).refreshes, expected);
      }
    });
  });

  describe('with cookies only', () => {
    const COOKIES: Settings = { tokens: 'cookies', namespace: 'shop' };

    it('X1, D6: one refreshes, and nobody deletes the cookies of the others', async () => {
      const [tabs, session] = await signedIn(4, COOKIES);
      for (let n = 1; n <= 5; n++) {
        await household.lab(session, 'expire');
        assert.deepEqual(await ask(tabs), ['ada', 'ada', 'ada', 'ada']);
        const { refreshes, reuse } = await household.counts(session);
        assert.deepEqual({ refreshes, reuse }, { refreshes: n, reuse: 0 });
      }
    });

    it('D5: a form of another site cannot refresh, because the cookie does not come along', async () => {
      const [, session] = await signedIn(1, COOKIES);
      const elsewhere = await context.newPage();
      await elsewhere.goto(`${household.origin.replace('localhost', '127.0.0.1')}/health`);
      await elsewhere.setContent(`<form method="post" action="${household.origin}/cookies/api/auth/refresh"></form>`);
      const answered = elsewhere.waitForResponse('**/auth/refresh');
      await elsewhere.evaluate(() => document.forms[0]!.submit());
      const { cookie } = await (await answered).request().allHeaders();
      assert.equal(cookie, undefined);
      assert.equal((await household.counts(session)).refreshCalls, 0);
    });

    it('a request that was sent before the refresh of another tab is sent again, one that was sent after it refreshes', async () => {
      const [[one, other], session] = (await signedIn(2, COOKIES)) as [[Tab<Page>, Tab<Page>], string];
      await household.lab(session, 'faults', { api: [{ delay: { arrival: 600 } }] });
      await household.lab(session, 'expire');
      const early = other.ask(); // on its way with the old cookie, and refused after the refresh
      await until(async () => (await household.counts(session)).requests === 1);
      assert.equal(await one.refresh(), undefined);
      assert.equal(await early, 'ada');
      assert.equal((await household.counts(session)).refreshes, 1);

      await household.lab(session, 'expire');
      assert.equal(await other.ask(), 'ada');
      assert.equal((await household.counts(session)).refreshes, 2);
    });
  });

  it('X5: ten tabs wait for a lock that a page of its own holds for ever, and it is taken over once', async () => {
    const [tabs, session] = await signedIn(10, { ...BODY, deadline: 700 });
    const holder = await context.newPage();
    await holder.goto(household.origin);
    await holder.evaluate(() => {
      const stolen: number[] = [];
      Object.assign(globalThis, { stolen });
      const hold = () => navigator.locks.request('ngx-axios:1:shop', () => new Promise(() => undefined));
      void hold().catch(() => stolen.push(performance.now()));
    });
    await household.lab(session, 'expire');
    let outcomes = await ask(tabs);
    for (const end = Date.now() + 20_000; Date.now() < end && !outcomes.every((who) => who === 'ada');)
      outcomes = await ask(tabs);
    assert.deepEqual(
      outcomes,
      tabs.map(() => 'ada'),
    );
    assert.equal(await holder.evaluate(() => (globalThis as unknown as { stolen: number[] }).stolen.length), 1);
    const { refreshes, reuse } = await household.counts(session);
    assert.deepEqual({ refreshes, reuse }, { refreshes: 1, reuse: 0 });
  });
});
