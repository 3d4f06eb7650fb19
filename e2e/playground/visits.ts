import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Counts } from '../../server/counts.ts';
import { Journal } from '../../server/journal.ts';
import type { LogEntry } from '../../server/request-log.ts';
import { createServer } from '../../server/server.ts';
import { openBrowser } from '../browser.ts';

const APPLICATION = fileURLToPath(new URL('../../dist/demo/browser', import.meta.url));

/** Visits to the playground as it is built for production, on a server of the calling suite. Whatever arrives there is judged. */
export class Visits {
  readonly #journal = new Journal();
  #server!: FastifyInstance;
  #browser!: Browser;
  #origin = '';
  /** What a page has done that its policy forbids. */
  readonly violations: string[] = [];

  /** @param flags - What the browser is started with besides. */
  constructor(flags: readonly string[] = []) {
    before(async () => {
      this.#server = await createServer({
        application: APPLICATION,
        accessLifetime: 120, // the laboratory decides when a token has run out, not a machine that is slow
        journal: this.#journal,
        onViolation: (report) => this.violations.push(report),
      });
      const { port } = new URL(await this.#server.listen({ port: 0, host: 'localhost' }));
      this.#origin = `http://localhost:${port}`;
      this.#browser = await openBrowser(flags);
    });
    after(async () => {
      await this.#browser?.close();
      await this.#server?.close();
    });
    afterEach(() => {
      assert.deepEqual(this.#journal.judge([new URL(this.#origin).host]), []);
      assert.deepEqual(this.violations, []);
    });
  }

  get origin(): string {
    return this.#origin;
  }

  /** One visitor with a browser of their own. */
  async visit(
    work: (page: Page, context: BrowserContext) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const context = await this.#browser.newContext({ baseURL: this.#origin, ...options });
    context.setDefaultTimeout(10_000);
    try {
      await work(await context.newPage(), context);
    } finally {
      await context.close();
    }
  }

  async counts(session: string): Promise<Counts> {
    return (await (await fetch(`${this.#origin}/lab/${session}/counts`)).json()) as Counts;
  }

  async log(session: string): Promise<LogEntry[]> {
    return (await (await fetch(`${this.#origin}/lab/${session}/log`)).json()) as LogEntry[];
  }
}
