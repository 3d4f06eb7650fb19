import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Site } from './clients/site.ts';

describe('Every client on the same lock', () => {
  let site: Site;
  let browser: Browser;
  let page: Page;

  before(async () => {
    site = await Site.open();
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  afterEach(() => page.context().close());

  const call = <T>(name: string, ...args: string[]): Promise<T> =>
    page.evaluate(([name, args]) => (globalThis as never as Record<string, (...args: string[]) => T>)[name]!(...args), [
      name,
      args,
    ] as const);

  it('R1: one refresh serves AxiosClient, HttpClient, a generated client and axios-retry, 25 requests each', async () => {
    page = await site.visit(browser);
    const session = await call<string>('openFour');
    await site.expire(session);
    assert.deepEqual(await call('storm'), { AxiosClient: 25, HttpClient: 25, generated: 25, 'axios-retry': 25 });
    const { requests, expired, refreshCalls, refreshes, reuse } = await site.counts(session);
    assert.deepEqual(
      { requests, expired, refreshCalls, refreshes, reuse },
      { requests: 200, expired: 100, refreshCalls: 1, refreshes: 1, reuse: 0 },
    );
  });

  for (const writer of ['AxiosClient', 'HttpClient beside axios', 'HttpClient alone']) {
    it(`B2: where every write needs an XSRF token, which the refresh replaces, ${writer} writes 25 notes with one refresh and signs out`, async () => {
      page = await site.visit(browser);
      const session = await call<string>('openWriter', writer);
      await site.expire(session);
      assert.equal(await call('write'), 25);
      const { requests, expired, refreshCalls, refreshes, reuse } = await site.counts(session);
      // The browser has six connections: what it sends late has the fresh cookie.
      assert.deepEqual(
        { requests, refreshCalls, refreshes, reuse },
        { requests: 25 + expired, refreshCalls: 1, refreshes: 1, reuse: 0 },
      );
      assert.equal(await call('write'), 25);
      assert.equal(await call('signOut'), 'accepted');
    });
  }
});
