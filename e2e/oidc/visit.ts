import type { Browser, Page } from 'playwright-core';
import type { Owner, Seen, Settings } from './page/settings.ts';
import type { Site } from './site.ts';

/** What the pages' scripts have put into their global scope. */
declare const begin: (settings: Settings) => Promise<void>;
declare const authorize: () => void;
declare const shop: {
  fire(count: number): Promise<Record<string, number>>;
  seen(): Promise<Seen>;
  causes(): string[];
  signOut(): Promise<void>;
};

/** A page of a site, and everything that it sends. */
export class Visit {
  readonly #page: Page;
  readonly #sent: string[] = [];

  private constructor(page: Page) {
    this.#page = page;
    page.on('request', (request) => {
      const { method, url, headers, body } = {
        method: request.method(),
        url: request.url(),
        headers: JSON.stringify(request.headers()),
        body: request.postData() ?? '',
      };
      this.#sent.push([method, url, headers, body].join(' '));
    });
  }

  /** With somebody signed in. */
  static async begin(browser: Browser, { origin }: Site, settings: Settings): Promise<Visit> {
    const page = await (await browser.newContext()).newPage();
    const visit = new Visit(page);
    await page.goto(origin);
    await page.evaluate((given) => begin(given), settings);

    return visit;
  }

  /** Signs in through the page: away to the provider, and back. */
  static async signIn(browser: Browser, { origin }: Site, owner: Owner): Promise<Visit> {
    const page = await (await browser.newContext()).newPage();
    const visit = new Visit(page);
    await page.addInitScript((given) => Object.assign(globalThis, { owner: given }), owner);
    await page.goto(origin);
    await visit.authorize();

    return visit;
  }

  /** Signs in again, whoever is signed in. */
  async authorize(): Promise<void> {
    await this.#page.waitForFunction(() => 'authorize' in globalThis);
    await Promise.all([this.#page.waitForURL(/\?code=/), this.#page.evaluate(() => authorize())]);
    await this.#page.waitForFunction(() => 'shop' in globalThis);
  }

  /** Sends so many requests to the API at once. Counts what became of them. */
  fire(count = 50): Promise<Record<string, number>> {
    return this.#page.evaluate((given) => shop.fire(given), count);
  }

  seen(): Promise<Seen> {
    return this.#page.evaluate(() => shop.seen());
  }

  /** Why refreshes were unavailable, in order. */
  causes(): Promise<string[]> {
    return this.#page.evaluate(() => shop.causes());
  }

  signOut(): Promise<void> {
    return this.#page.evaluate(() => shop.signOut());
  }

  /** Everything that scripts of the page could read. */
  stored(): Promise<string> {
    return this.#page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href]));
  }

  /** Where something has been sent that has this in it, anywhere. */
  bearersOf(secret: string): string[] {
    return this.#sent.filter((request) => request.includes(secret)).map((request) => request.split(' ', 2).join(' '));
  }

  async end(): Promise<void> {
    await this.#page.context().close();
  }
}
