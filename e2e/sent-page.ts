import type { Locator, Page } from 'playwright-core';

/** The elements that a page is sent with, kept in the page. */
interface Kept {
  sent: Element[];
}

/** Has every page that is loaded from now on keep the elements that it is sent with. */
export async function keepSentElements(page: Page): Promise<void> {
  await page.addInitScript(() =>
    document.addEventListener('readystatechange', () => {
      // Everything is there, and no module has run.
      if (document.readyState === 'interactive')
        (globalThis as unknown as Kept).sent = [...document.querySelectorAll('*')];
    }),
  );
}

/** Whether an element is one that the page was sent with: hydrated, that is, and not made anew. */
export function isAsSent(element: Locator): Promise<boolean> {
  return element.evaluate((found) => (globalThis as unknown as Kept).sent.includes(found));
}
