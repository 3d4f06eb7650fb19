import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tab } from './tabs/household.ts';
import type { Settings } from './tabs/page/settings.ts';
import { openStage } from './tabs/stage.ts';
import { until } from './tabs/until.ts';

const { household, newContext } = await openStage({ opaque: true });

const BODY: Settings = { tokens: 'body', namespace: 'shop' };

/** Old browsers, insecure origins, private windows and sandboxes: whatever of the platform is missing, or throws when it is named. */
describe('Tabs where something is missing', () => {
  const PRIMITIVES: Record<string, string> = {
    'Web Locks': `Object.defineProperty(Navigator.prototype, 'locks', { get() { FAIL } })`,
    BroadcastChannel: `Object.defineProperty(globalThis, 'BroadcastChannel', { get() { FAIL } })`,
    IndexedDB: `Object.defineProperty(globalThis, 'indexedDB', { get() { FAIL } })`,
    localStorage: `Object.defineProperty(globalThis, 'localStorage', { get() { FAIL } })`,
    crypto: `Object.defineProperty(globalThis, 'crypto', { get() { FAIL } })`,
  };
  const names = Object.keys(PRIMITIVES);

  for (let combination = 0; combination < 2 ** names.length; combination++) {
    const missing = names.filter((_, n) => combination & (1 << n));
    const how = combination % 2 ? `throw new DOMException('denied', 'SecurityError')` : 'return undefined';
    const rows = ['X8', 'X9', 'S1'].filter((_, n) =>
      missing.includes(['Web Locks', 'BroadcastChannel', 'IndexedDB'][n]!),
    );
    it(`${rows.join(', ') || 'S1'}: works without ${missing.join(', ') || 'any of it missing'}`, async () => {
      const context = await newContext();
      for (const name of missing) await context.addInitScript(PRIMITIVES[name]!.replace('FAIL', how));
      const one = await Tab.open(context, household, BODY);
      const session = await one.signIn('ada');
      assert.equal(await one.ask(), 'ada');
      await household.lab(session, 'expire');
      assert.equal(await one.ask(), 'ada');

      const other = await Tab.open(context, household, BODY);
      const isShared = !missing.includes('IndexedDB') || !missing.includes('localStorage');
      assert.equal(await other.ask(), isShared ? 'ada' : '401');
      if (isShared) {
        await household.lab(session, 'expire');
        assert.equal(await other.ask(), 'ada');
        assert.equal(await one.ask(), 'ada'); // its own token is refused, and what the other left is taken
        assert.deepEqual((await household.counts(session)).refreshes, 2);
      }
      await one.signOut();
      if (isShared) {
        await other.frame.evaluate(() => dispatchEvent(new Event('focus')));
        await until(async () => (await other.seen()).phase === 'signed-out');
      }
      assert.equal((await household.counts(session)).reuse, 0);
    });
  }

  it('S1: works in a frame that may store nothing', async () => {
    const context = await newContext();
    const page = await context.newPage();
    await page.goto(household.origin);
    await page.setContent(`<iframe sandbox="allow-scripts" src="${household.origin}"></iframe>`);
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    await frame!.waitForFunction(() => 'tab' in globalThis);
    const inside = await Tab.in(frame!, BODY);
    await until(async () => (await inside.seen()).phase === 'signed-out');
    assert.deepEqual((await inside.seen()).ended, []);
  });
});
