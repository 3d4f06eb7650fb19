import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { chromium, CHROMIUM_FLAGS } from '../scripts/chromium.ts';
import { Household, Tab } from './tabs/household.ts';
import type { Settings } from './tabs/page/settings.ts';
import { until } from './tabs/until.ts';

/** A holder works for at most five of them. */
const DEADLINE = 500;
const BODY: Settings = { tokens: 'body', namespace: 'shop', deadline: DEADLINE };

/** Pages that the browser freezes or keeps in its back/forward cache. Playwright keeps all pages awake, so Puppeteer drives. */
describe('A tab that is away', () => {
  let browser: Browser;
  let household: Household;
  let context: BrowserContext;

  before(async () => {
    household = await Household.open({ opaque: true });
    browser = await puppeteer.launch({
      executablePath: chromium(),
      args: [...CHROMIUM_FLAGS, '--enable-features=BackForwardCache'],
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
  });
  after(async () => {
    await browser?.close();
    await household?.close();
  });
  afterEach(async () => context?.close());

  async function newTab(settings: Settings = BODY): Promise<Tab<Page>> {
    const page = await context.newPage();
    await page.goto(household.origin);
    await page.evaluate(() => {
      const log: string[] = [];
      Object.assign(globalThis, { log });
      document.addEventListener('freeze', () => log.push('freeze'));
      document.addEventListener('resume', () => log.push('resume'));
      addEventListener('pageshow', ({ persisted }) => persisted && log.push('from the cache'));
    });

    return Tab.in(page, settings);
  }

  async function signedIn(settings: Settings = BODY): Promise<[Tab<Page>, Tab<Page>, string]> {
    context = await browser.createBrowserContext();
    const one = await newTab(settings);
    const other = await newTab(settings);
    const session = await one.signIn('ada');
    await until(async () => (await other.seen()).phase === 'signed-in');

    return [one, other, session];
  }

  const logOf = ({ frame }: Tab<Page>) => frame.evaluate(() => (globalThis as unknown as { log: string[] }).log);

  /** Freezes a tab behind another. Answers what wakes it up. */
  async function freeze(tab: Tab<Page>, front: Tab<Page>): Promise<() => Promise<void>> {
    await front.frame.bringToFront();
    const devtools = await tab.frame.createCDPSession();
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });

    return async () => {
      await devtools.send('Page.setWebLifecycleState', { state: 'active' });
      await tab.frame.bringToFront();
      assert.deepEqual(await logOf(tab), ['freeze', 'resume']); // else nothing has been tested
    };
  }

  /** Leads a tab elsewhere, so that its page goes into the cache. Answers what leads it back. */
  async function leave({ frame }: Tab<Page>): Promise<() => Promise<void>> {
    await frame.goto(`${household.origin}/health`);

    return async () => {
      await frame.goBack();
      const log = await frame.evaluate(() => (globalThis as unknown as { log?: string[] }).log);
      assert.deepEqual(log, ['freeze', 'resume', 'from the cache']); // else nothing has been tested
    };
  }

  it('X4: is frozen in the middle of a refresh for a moment, and everybody goes on with what it brings', async () => {
    const [one, other, session] = await signedIn({ ...BODY, deadline: 10_000 });
    await household.lab(session, 'faults', { refresh: [{ delay: { arrival: 300 } }] });
    await household.lab(session, 'expire');
    const first = one.ask();
    await until(async () => (await household.counts(session)).refreshCalls === 1);
    const wake = await freeze(one, other);
    const second = other.ask();
    await wait(400);
    await wake();
    assert.deepEqual(await Promise.all([first, second]), ['ada', 'ada']);
    const { refreshes, reuse } = await household.counts(session);
    assert.deepEqual({ refreshes, reuse }, { refreshes: 1, reuse: 0 });
  });

  it('X4: is frozen in the middle of a refresh for long, and the others take over, and it goes on with them', async () => {
    const [one, other, session] = await signedIn();
    await household.lab(session, 'faults', { refresh: [{ hang: 'arrival' }] });
    await household.lab(session, 'expire');
    const first = one.ask();
    await until(async () => (await household.counts(session)).refreshCalls === 1);
    const wake = await freeze(one, other);
    const began = Date.now();
    let outcome = '';
    while (outcome !== 'ada') {
      outcome = await other.ask();
      assert.ok(Date.now() - began < 20_000, outcome);
    }
    await wake();
    await first;
    assert.equal(await one.ask(), 'ada');
    const { refreshes, reuse } = await household.counts(session);
    assert.deepEqual({ refreshes, reuse }, { refreshes: 1, reuse: 0 });
    assert.deepEqual([(await one.seen()).ended, (await other.seen()).ended], [[], []]);
  });

  for (const [what, go] of [
    ['frozen', freeze],
    ['in the back/forward cache', leave],
  ] as const) {
    it(`X13, L9: is ${what} while another signs out, and knows before it sends anything`, async () => {
      const [one, other, session] = await signedIn();
      const back = await go(one, other);
      await other.signOut();
      const { requests } = await household.counts(session);
      await back();
      assert.match(await one.ask(), /^(401|SessionEndedError signed-out-elsewhere)$/);
      const { phase, ended } = await one.seen();
      assert.deepEqual([phase, ended], ['signed-out', ['signed-out-elsewhere']]);
      assert.equal((await household.counts(session)).requests, requests);
    });

    it(`X13: is ${what} while another signs in as somebody else, and goes on as them`, async () => {
      const [one, other] = await signedIn();
      const back = await go(one, other);
      await other.signIn('grace');
      await back();
      assert.match(await one.ask(), /^(grace|SessionEndedError replaced)$/);
      assert.equal(await one.ask(), 'grace');
    });

    it(`X1: is ${what} while another refreshes, and goes on with that`, async () => {
      const [one, other, session] = await signedIn();
      const back = await go(one, other);
      await household.lab(session, 'expire');
      assert.equal(await other.ask(), 'ada');
      await back();
      assert.equal(await one.ask(), 'ada');
      const { refreshes, reuse } = await household.counts(session);
      assert.deepEqual({ refreshes, reuse }, { refreshes: 1, reuse: 0 });
    });
  }

  it('X18: stays in the back/forward cache though others give hints', async () => {
    const [one, other, session] = await signedIn();
    const back = await leave(one);
    for (let n = 0; n < 3; n++) {
      await household.lab(session, 'expire');
      assert.equal(await other.ask(), 'ada');
    }
    await back();
    assert.equal(await one.ask(), 'ada');
  });

  it('X6: goes into the back/forward cache in the middle of a refresh, and the others go on', async () => {
    const [one, other, session] = await signedIn();
    await household.lab(session, 'faults', { refresh: [{ hang: 'arrival' }] });
    await household.lab(session, 'expire');
    void one.ask().catch(() => undefined);
    await until(async () => (await household.counts(session)).refreshCalls === 1);
    await one.frame.goto(`${household.origin}/health`);
    const began = Date.now();
    let outcome = '';
    while (outcome !== 'ada') {
      outcome = await other.ask();
      assert.ok(Date.now() - began < 20_000, outcome);
    }
    const { refreshes, reuse } = await household.counts(session);
    assert.deepEqual({ refreshes, reuse }, { refreshes: 1, reuse: 0 });
  });

  it('X13: is offline while another signs out, and knows when it is back', async () => {
    const [one, other] = await signedIn();
    await one.frame.setOfflineMode(true);
    await other.signOut();
    await until(async () => (await one.seen()).phase === 'signed-out');
    await one.frame.setOfflineMode(false);
    assert.deepEqual((await one.seen()).ended, ['signed-out-elsewhere']);
  });
});
