/**
 * Tabs that share a session, left alone: how often they refresh, and what they lose.
 *
 * `npm run soak -- --tabs 20 --minutes 10`; `--lifetime` of an access token in seconds; `--without locks` takes the lock away, and
 * `--store localStorage` the record, which shows what is lost then.
 */
import { parseArgs } from 'node:util';
import { openBrowser } from '../e2e/browser.ts';
import { soak } from '../e2e/tabs/soak.ts';

const { tabs, minutes, lifetime, without, store } = parseArgs({
  options: {
    tabs: { type: 'string', default: '20' },
    minutes: { type: 'string', default: '1' },
    lifetime: { type: 'string', default: '5' },
    without: { type: 'string' },
    store: { type: 'string' },
  },
}).values;

const browser = await openBrowser();
try {
  const context = await browser.newContext();
  if (without === 'locks') await context.addInitScript('delete Navigator.prototype.locks');
  const { refreshes, ranOut, ...more } = await soak(() => context.newPage(), {
    tabs: Number(tabs),
    lifetime: Number(lifetime),
    seconds: Number(minutes) * 60,
    settings: { tokens: 'body', namespace: 'soak', ...(store === 'localStorage' && { keeper: store }) },
  });
  console.log({ refreshes, ranOut, 'refreshes per token that ran out': +(refreshes / ranOut).toFixed(3), ...more });
} finally {
  await browser.close();
}
