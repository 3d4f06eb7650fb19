import type { Browser, BrowserContext, Page } from 'playwright-core';
import { keepSentElements } from '../sent-page.ts';

/** Somebody who visits a built application, and stops where it breaks. */
export class Visitor {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #origin: string;
  readonly #crash: Promise<never>;

  private constructor(page: Page, origin: string) {
    this.page = page;
    this.#context = page.context();
    this.#origin = origin;
    this.#crash = new Promise<never>((_, failed) => {
      page.on('pageerror', failed);
      page.on('console', (message) => {
        // Angular's own handler prints what breaks, and what does not fit the HTML of a server is NG05 and something; the browser
        // prints the refusals that this is about.
        const breaks = message.type() === 'error' && !message.text().startsWith('Failed to load resource');
        if (breaks || message.text().includes('NG05')) failed(new Error(message.text()));
      });
    });
    this.#crash.catch(() => undefined); // told to whoever waits for something
  }

  static async begin(browser: Browser, origin: string, path = '/'): Promise<Visitor> {
    return Visitor.#open(await browser.newContext(), origin, path);
  }

  static async #open(context: BrowserContext, origin: string, path: string): Promise<Visitor> {
    const visitor = new Visitor(await context.newPage(), origin);
    await keepSentElements(visitor.page);
    await visitor.page.goto(origin + path);
    await visitor.isAtRest();

    return visitor;
  }

  /** The same browser, in another tab. */
  inAnotherTab(path = '/'): Promise<Visitor> {
    return Visitor.#open(this.#context, this.#origin, path);
  }

  /** Answers the server's handle for the session. */
  async signIn(): Promise<string> {
    await this.click('Sign in');

    return this.shows('code', /./);
  }

  /** Has the server expire the access token, and sends 50 requests. Answers what came of them, and what the server counted of them. */
  async outliveAnExpiry(session: string): Promise<{ outcome: string; counts: Record<string, number> }> {
    const before = await this.#counts(session);
    await this.lab(session, 'expire');
    await this.click('Send 50 requests');
    const outcome = await this.shows('#outcome', /./);
    const after = await this.#counts(session);

    return {
      outcome,
      counts: Object.fromEntries(Object.entries(after).map(([what, count]) => [what, count - before[what]!])),
    };
  }

  /** Loads the page again. Answers the HTML that it was sent as. */
  async reload(): Promise<string> {
    const answer = await this.page.reload();
    await this.isAtRest();

    return answer!.text();
  }

  isAtRest(): Promise<string> {
    return this.shows('#rest', /^at rest$/);
  }

  click(name: string): Promise<void> {
    return this.#unlessItBreaks(this.page.getByRole('button', { name }).click());
  }

  /** Waits until an element says something. Answers what. */
  shows(selector: string, text: RegExp): Promise<string> {
    return this.#unlessItBreaks(this.page.locator(selector, { hasText: text }).innerText());
  }

  async lab(session: string, path: string, body?: object): Promise<void> {
    const json = body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    const { status } = await fetch(`${this.#origin}/lab/${session}/${path}`, { method: 'POST', ...json });
    if (status !== 204) throw new Error(`The lab answers ${status} to ${path}.`);
  }

  end(): Promise<void> {
    return this.#unlessItBreaks(this.#context.close());
  }

  async #counts(session: string): Promise<Record<string, number>> {
    return (await (await fetch(`${this.#origin}/lab/${session}/counts`)).json()) as Record<string, number>;
  }

  #unlessItBreaks<T>(step: Promise<T>): Promise<T> {
    return Promise.race([this.#crash, step]);
  }
}
