import type { Page } from 'playwright-core';

/** One thing that moved although nobody had moved it. */
interface Shift {
  readonly value: number;
  readonly what: readonly string[];
}

interface Noted {
  shifts: Shift[];
}

/** Has every page that is loaded from now on note what moves in it: also right after an input, which the usual measure leaves out. */
export async function noteLayoutShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        sources: { node?: Element | null }[];
      })[]) {
        const what = entry.sources.map(
          ({ node }) => `${node?.nodeName ?? '?'} ${node?.textContent?.trim().slice(0, 40)}`,
        );
        shifts.push({ value: entry.value, what });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** What has moved since the page was loaded. */
export async function layoutShifts(page: Page): Promise<readonly Shift[]> {
  // Two frames later the observer has been told of everything that is on the screen now.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

  return page.evaluate(() => (globalThis as unknown as Noted).shifts);
}
