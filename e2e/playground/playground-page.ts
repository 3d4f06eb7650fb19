import type { Locator, Page } from 'playwright-core';

/** Longer than the longest fault takes, in milliseconds. */
const LONGEST_RUN = 60_000;

/** The playground as a visitor sees it. */
export class PlaygroundPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** What the page says of the run in one sentence. */
  get verdict(): Locator {
    return this.page.locator('form').getByRole('status').first();
  }

  get button(): Locator {
    return this.page.getByRole('button', { name: /^Send \d+ requests? with an expired token$/ });
  }

  /** Sends, and answers the verdict. */
  async send(): Promise<string> {
    const begun = this.begun();
    await this.button.click();
    await begun;

    return this.over();
  }

  /** Waits for a run to begin; the verdict of the one before stands until then. */
  begun(): Promise<void> {
    return this.verdict.evaluate(
      (verdict) =>
        new Promise<void>((resolve) => {
          const look = () => verdict.textContent.includes('Under way') && resolve();
          new MutationObserver(look).observe(verdict, { childList: true, characterData: true, subtree: true });
        }),
    );
  }

  async over(): Promise<string> {
    await this.verdict.filter({ hasText: /\d+ of \d+ answered/ }).waitFor({ timeout: LONGEST_RUN });

    return (await this.verdict.textContent())!;
  }

  /** Sends what signs in first, and answers the server's name for the session too. */
  async signInAndSend(): Promise<{ session: string; verdict: string }> {
    const signedIn = this.page.waitForResponse('**/auth/sign-in');
    await this.button.click();
    const { session } = (await (await signedIn).json()) as { session: string };

    return { session, verdict: await this.over() };
  }

  /** Every promise with what came of it: `yes`, or else what was seen. */
  async promises(): Promise<Record<string, string>> {
    const lines = await this.page.locator('app-promise-kept li').all();
    const cells = await Promise.all(lines.map((line) => line.locator('span').allTextContents()));

    return Object.fromEntries(cells.map(([what = '', wanted = '', seen = '']) => [what, `${wanted} ${seen}`]));
  }

  /** A row of the table of what was seen: each tab's cell, then the server's. */
  row(what: string): Promise<string[]> {
    return this.page
      .getByRole('region', { name: 'What was seen' })
      .getByRole('row', { name: new RegExp(`^${what}`) })
      .getByRole('cell')
      .allTextContents();
  }

  /** The lines of the server's log as the page shows them. */
  async log(): Promise<string[]> {
    const rows = await this.page.getByRole('region', { name: "The server's log" }).getByRole('row').all();
    const cells = await Promise.all(rows.slice(1).map((row) => row.getByRole('cell').allTextContents()));

    return cells.map((line) => line.join(' '));
  }
}
