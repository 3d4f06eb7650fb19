import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import type { Counts } from '../../server/counts.ts';
import { createServer } from '../../server/server.ts';
import { bundlePage } from '../world/bundle.ts';

const PAGE = '<!doctype html><title>Clients</title><link rel="icon" href="data:," /><script src="/script.js"></script>';

/** The server, and an application at its own origin that speaks to it through clients of every kind. */
export class Site {
  readonly #folder: string;
  readonly #server: FastifyInstance;
  readonly #origin: string;

  private constructor(folder: string, server: FastifyInstance, origin: string) {
    this.#folder = folder;
    this.#server = server;
    this.#origin = origin;
  }

  static async open(): Promise<Site> {
    const folder = await mkdtemp(join(tmpdir(), 'ngx-axios-'));
    await writeFile(join(folder, 'index.html'), PAGE);
    await writeFile(join(folder, 'script.js'), await bundlePage(new URL('page/main.ts', import.meta.url)));
    const server = await createServer({ application: folder, accessLifetime: 600 }); // what expires is what the test lets expire

    return new Site(folder, server, await server.listen({ port: 0, host: 'localhost' }));
  }

  async close(): Promise<void> {
    await this.#server.close();
    await rm(this.#folder, { recursive: true });
  }

  /** Opens the application in a profile of its own. */
  async visit(browser: Browser): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(this.#origin);

    return page;
  }

  /** Lets every access token of a sign-in expire. */
  async expire(session: string): Promise<void> {
    await fetch(`${this.#origin}/lab/${session}/expire`, { method: 'POST' });
  }

  async counts(session: string): Promise<Counts> {
    return (await fetch(`${this.#origin}/lab/${session}/counts`)).json() as Promise<Counts>;
  }
}
