import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import puppeteer from 'puppeteer-core';
import { firefox } from '../scripts/firefox.ts';
import { openBrowser } from './browser.ts';
import type { Settings } from './tabs/page/settings.ts';
import { type Figures, type OpenPage, soak } from './tabs/soak.ts';

const BODY: Settings = { tokens: 'body', namespace: 'shop' };

/** How many refreshes there may be for each access token that has run out. */
const PER_EXPIRY = 1.05;

/** Tabs that are left alone for a minute, each with a request every 200 ms, on a server that knows no grace. */
describe('A minute with', () => {
  for (const [tabs, lifetime] of [
    [2, 1],
    [5, 2],
    [20, 5],
  ] as const) {
    it(`${tabs} tabs and access tokens that live for ${lifetime} s`, async (test) => {
      const browser = await openBrowser();
      try {
        const context = await browser.newContext();
        const figures = await soak(() => context.newPage(), { tabs, lifetime, seconds: 60, settings: BODY });
        test.diagnostic(JSON.stringify(figures));
        judge(figures);
      } finally {
        await browser.close();
      }
    });
  }

  it('2 tabs of Firefox', { skip: !firefox() && 'there is no Firefox' }, async (test) => {
    const browser = await puppeteer.launch({ browser: 'firefox', executablePath: firefox()!, headless: true });
    try {
      const figures = await soak(() => browser.newPage() as Promise<OpenPage>, {
        tabs: 2,
        lifetime: 1,
        seconds: 60,
        settings: BODY,
      });
      test.diagnostic(JSON.stringify(figures));
      judge(figures);
    } finally {
      await browser.close();
    }
  });
});

function judge({ refreshes, ranOut, reuse, lost, failures }: Figures): void {
  assert.ok(refreshes > 5 && refreshes <= ranOut * PER_EXPIRY);
  assert.deepEqual({ reuse, lost, failures }, { reuse: 0, lost: 0, failures: {} });
}
