/** A page of the benches in a real Chromium, over a server of its own. */
import { fileURLToPath } from 'node:url';
import type { CDPSession, Page } from 'playwright-core';
import { openBrowser } from '../e2e/browser.ts';
import { productionBundle } from '../scripts/production-bundle.ts';
import { benchServer, type Counts } from './server.ts';

const ENTRY = fileURLToPath(new URL('page/main.ts', import.meta.url));

export class Rig implements AsyncDisposable {
  readonly version: string;
  readonly #page: Page;
  readonly #devtools: CDPSession;
  readonly #origin: string;
  readonly #close: () => Promise<void>;

  private constructor(page: Page, devtools: CDPSession, origin: string, close: () => Promise<void>) {
    this.#page = page;
    this.#devtools = devtools;
    this.#origin = origin;
    this.#close = close;
    this.version = page.context().browser()!.version();
  }

  static async open(): Promise<Rig> {
    const { outputFiles } = await productionBundle({ entryPoints: [ENTRY] });
    const server = await benchServer(Buffer.from(outputFiles[0]!.contents).toString());
    const browser = await openBrowser();
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(server.origin);
    await page.waitForFunction('globalThis.bench');

    return new Rig(page, await page.context().newCDPSession(page), server.origin, async () => {
      await browser.close();
      await server.close();
    });
  }

  /** Runs a function of the page. */
  run<T>(name: 'cost' | 'storm' | 'gather' | 'letGo' | 'leave', ...args: readonly unknown[]): Promise<T> {
    return this.#page.evaluate(
      ({ name, args }) =>
        (globalThis as unknown as { bench: Record<string, (...args: readonly unknown[]) => Promise<T>> }).bench[name]!(
          ...args,
        ),
      { name, args },
    );
  }

  /** The bytes on the page's heap that something still holds. */
  async heap(): Promise<number> {
    for (let n = 0; n < 3; n++) await this.#devtools.send('HeapProfiler.collectGarbage');

    return (await this.#devtools.send('Runtime.getHeapUsage')).usedSize;
  }

  async counts(id: string): Promise<Counts> {
    return (await (await fetch(`${this.#origin}/counts/${id}`)).json()) as Counts;
  }

  /** Begins on a fresh page. */
  async reload(): Promise<void> {
    await this.#page.reload();
    await this.#page.waitForFunction('globalThis.bench');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}
