import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { BrowserContext, Page } from 'playwright-core';
import type { Counts } from '../../server/counts.ts';
import type { FaultScript } from '../../server/fault.ts';
import { createServer, type ServerOptions } from '../../server/server.ts';
import { bundlePage } from '../world/bundle.ts';
import type { Seen, Settings } from './page/settings.ts';

/** What the page's script has put into its global scope. */
declare const tab: {
  begin(settings: Settings): Promise<void>;
  signIn(name: string, password: string): Promise<string>;
  signOut(): Promise<void>;
  ask(): Promise<string>;
  beat(every: number): void;
  rest(): void;
  refresh(): Promise<string | undefined>;
  seen(): Seen;
  destroy(): void;
};

const PASSWORDS = { ada: 'lovelace', grace: 'hopper' };

const PAGE = '<!doctype html><title>A tab</title><link rel="icon" href="data:," /><script src="/script.js"></script>';

/** A strict server, and the application that its tabs show. */
export class Household {
  readonly #folder: string;
  readonly server: FastifyInstance;
  readonly origin: string;

  private constructor(folder: string, server: FastifyInstance, origin: string) {
    this.#folder = folder;
    this.server = server;
    this.origin = origin;
  }

  static async open(
    options: ServerOptions = {},
    watch: (server: FastifyInstance) => void = () => undefined,
  ): Promise<Household> {
    const folder = await mkdtemp(join(tmpdir(), 'ngx-axios-'));
    await writeFile(join(folder, 'index.html'), PAGE);
    await writeFile(join(folder, 'script.js'), await bundlePage(new URL('page/main.ts', import.meta.url)));
    const server = await createServer({ application: folder, ...options });
    watch(server);
    const { port } = new URL(await server.listen({ port: 0, host: 'localhost' }));

    return new Household(folder, server, `http://localhost:${port}`);
  }

  async close(): Promise<void> {
    await this.server.close();
    await rm(this.#folder, { recursive: true });
  }

  async counts(session: string): Promise<Counts> {
    return (await (await fetch(`${this.origin}/lab/${session}/counts`)).json()) as Counts;
  }

  async lab(session: string, what: 'expire' | 'revoke' | 'faults', body?: FaultScript): Promise<void> {
    await fetch(`${this.origin}/lab/${session}/${what}`, {
      method: 'POST',
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
  }
}

/** One tab with the application. */
export class Tab {
  readonly page: Page;
  readonly #settings: Settings;

  private constructor(page: Page, settings: Settings) {
    this.page = page;
    this.#settings = settings;
  }

  static async open(context: BrowserContext, { origin }: Household, settings: Settings, path = '/'): Promise<Tab> {
    const page = await context.newPage();
    await page.goto(`${origin}${path}`);

    return Tab.in(page, settings);
  }

  /** The application, begun in a page that shows it. */
  static async in(page: Page, settings: Settings): Promise<Tab> {
    const made = new Tab(page, settings);
    await made.begin();

    return made;
  }

  begin(): Promise<void> {
    return this.page.evaluate((settings) => tab.begin(settings), this.#settings);
  }

  signIn(name: keyof typeof PASSWORDS): Promise<string> {
    return this.page.evaluate(([who, password]) => tab.signIn(who, password), [name, PASSWORDS[name]] as const);
  }

  signOut = (): Promise<void> => this.page.evaluate(() => tab.signOut());
  ask = (): Promise<string> => this.page.evaluate(() => tab.ask());
  beat = (every: number): Promise<void> => this.page.evaluate((ms) => tab.beat(ms), every);
  rest = (): Promise<void> => this.page.evaluate(() => tab.rest());
  refresh = (): Promise<string | undefined> => this.page.evaluate(() => tab.refresh());
  seen = (): Promise<Seen> => this.page.evaluate(() => tab.seen());
  destroy = (): Promise<void> => this.page.evaluate(() => tab.destroy());
}
