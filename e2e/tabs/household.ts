import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import type { Counts } from '../../server/counts.ts';
import type { FaultScript } from '../../server/fault.ts';
import { createServer, type ServerOptions } from '../../server/server.ts';
import { bundlePage } from '../world/bundle.ts';
import type { Seen, Settings } from './page/settings.ts';

/** What the page's script has put into its global scope. */
interface Script {
  begin(settings: Settings): Promise<void>;
  signIn(name: string, password: string): Promise<string>;
  signOut(): Promise<void>;
  ask(): Promise<string>;
  beat(every: number): void;
  rest(): void;
  refresh(): Promise<string | undefined>;
  seen(): Seen;
  destroy(): void;
}

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

/** A call of the page's script, in one of its copies. */
interface Call {
  readonly copy: string;
  readonly method: string;
  readonly given: unknown[];
}

/** Where the application can be shown: a page or a frame, whatever drives it. */
export interface Showing {
  evaluate(script: (call: Call) => unknown, call: Call): Promise<unknown>;
}

/** One tab, or a frame of one, with the application. */
export class Tab<Shown extends Showing = Page | Frame> {
  readonly frame: Shown;
  readonly #settings: Settings;
  readonly #copy: string;

  private constructor(frame: Shown, settings: Settings, copy: string) {
    this.frame = frame;
    this.#settings = settings;
    this.#copy = copy;
  }

  static async open(context: BrowserContext, { origin }: Household, settings: Settings): Promise<Tab<Page>> {
    const page = await context.newPage();
    await page.goto(origin);

    return Tab.in(page, settings);
  }

  /** The application, begun in a page that has been opened; under another name in a copy of its own. */
  static async in<Shown extends Showing>(frame: Shown, settings: Settings, copy = 'tab'): Promise<Tab<Shown>> {
    if (copy !== 'tab') {
      await frame.evaluate(
        async ({ copy: name }) => {
          const script = await (await fetch('/script.js')).text();
          const scope = globalThis as unknown as Record<string, unknown>;
          const first = scope['tab'];
          new Function(script)();
          scope[name] = scope['tab'];
          scope['tab'] = first;
        },
        { copy, method: '', given: [] },
      );
    }
    const made = new Tab(frame, settings, copy);
    await made.begin();

    return made;
  }

  begin = (): Promise<void> => this.#call('begin', this.#settings);
  signIn = (name: keyof typeof PASSWORDS): Promise<string> => this.#call('signIn', name, PASSWORDS[name]);
  signOut = (): Promise<void> => this.#call('signOut');
  ask = (): Promise<string> => this.#call('ask');
  beat = (every: number): Promise<void> => this.#call('beat', every);
  rest = (): Promise<void> => this.#call('rest');
  refresh = (): Promise<string | undefined> => this.#call('refresh');
  seen = (): Promise<Seen> => this.#call('seen');
  destroy = (): Promise<void> => this.#call('destroy');

  #call<What extends keyof Script>(
    what: What,
    ...given: Parameters<Script[What]>
  ): Promise<Awaited<ReturnType<Script[What]>>> {
    return this.frame.evaluate(
      ({ copy, method, given: args }) => {
        const script = (globalThis as unknown as Record<string, Record<string, (...args: unknown[]) => unknown>>)[copy];

        return script![method]!(...args);
      },
      { copy: this.#copy, method: what, given },
    ) as Promise<Awaited<ReturnType<Script[What]>>>;
  }
}
