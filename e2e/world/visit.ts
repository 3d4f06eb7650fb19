import type { Browser, Page } from 'playwright-core';
import type { Errand, Outcome, Settings } from './page/errand.ts';
import type { World } from './world.ts';

/** What the page's script has put into its global scope. */
declare const signIn: (settings: Settings) => Promise<void>;
declare const setBase: (href: string | undefined) => void;
declare const send: (errands: string) => Promise<string>;
declare const refresh: () => Promise<string | undefined>;

/** The most talkative referrer there is, so that what leaks through it is seen. */
const PAGE_HEADERS = { 'Content-Type': 'text/html', 'Referrer-Policy': 'unsafe-url' };

/** A page somewhere in the world, whose client can be sent on errands. */
export class Visit {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Opens a page of that origin. The world serves it, with its script, for as long as this takes. */
  static async begin(browser: Browser, world: World, origin: string, script: string): Promise<Visit> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    const { reply } = world;
    world.reply = ({ path }) =>
      path === '/the-script'
        ? { headers: { 'Content-Type': 'text/javascript' }, body: script }
        : { headers: PAGE_HEADERS, body: '<!doctype html><script src="/the-script"></script>' };
    await page.goto(origin);
    world.reply = reply;

    return new Visit(page);
  }

  /** A client of its own, with a session that somebody is signed in to. */
  signIn(settings: Settings): Promise<void> {
    return this.#page.evaluate((given) => signIn(given), settings);
  }

  /** Sends from a document with that `<base>`. */
  async send(errands: readonly Errand[], base?: string): Promise<Outcome[]> {
    await this.#page.evaluate((href) => setBase(href), base);
    const outcomes = await this.#page.evaluate((json) => send(json), JSON.stringify(errands));

    return JSON.parse(outcomes) as Outcome[];
  }

  /** Refreshes, and answers the name of the error if there is one. */
  refresh(): Promise<string | undefined> {
    return this.#page.evaluate(() => refresh());
  }

  /** Everything in which a browser remembers addresses. */
  addresses(): Promise<string> {
    return this.#page.evaluate(() =>
      JSON.stringify([location.href, document.referrer, performance.getEntries().map(({ name }) => name)]),
    );
  }
}
