import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { DEMO, KINDS } from '../../server/dialect.ts';
import { Journal } from '../../server/journal.ts';
import { createServer } from '../../server/server.ts';
import { loadRenderer, type Renderer } from './renderer.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BROWSER = fileURLToPath(new URL('../../dist/ssr/browser', import.meta.url));
const WORKER = new URL('caching-worker.js', import.meta.url);

/** Cookies for the whole origin, so that who renders the pages gets them too. */
const dialects = [DEMO, KINDS.cookies].map((dialect) => ({ ...dialect, cookiePath: '/' }));

/** Builds the application while an API is there to be asked. Answers the credentials that this API was sent meanwhile. */
export async function build(): Promise<(string | undefined)[]> {
  const asked: (string | undefined)[] = [];
  const api = await createServer({ dialects });
  api.server.on('request', ({ headers }) => asked.push(headers.cookie ?? headers.authorization));
  const env = { ...process.env, API_ORIGIN: await listen(api), NG_CLI_ANALYTICS: 'false' };
  try {
    await promisify(execFile)('ng', ['build', 'ssr'], { cwd: ROOT, env });
  } finally {
    await api.close();
  }

  return asked;
}

/** The API and the pages on one origin, each of them rendered when it is asked for. */
export class Site {
  readonly #server: FastifyInstance;
  readonly origin: string;
  /** What has arrived at the API. */
  readonly journal: Journal;
  /** The Content Security Policy that every page is sent with from now on. */
  policy: string | undefined;

  private constructor(server: FastifyInstance, origin: string, journal: Journal) {
    this.#server = server;
    this.origin = origin;
    this.journal = journal;
  }

  static async open(): Promise<Site> {
    const journal = new Journal();
    const server = await createServer({ accessLifetime: 600, journal, dialects });
    const { promise: renderer, resolve } = Promise.withResolvers<Renderer>();
    await server.register(files, { root: BROWSER, wildcard: false, index: false });
    server.get('/caching-worker.js', async (_, reply) => reply.type('text/javascript').send(await readFile(WORKER)));
    server.get('/*', async (request, reply) => {
      reply.hijack();
      if (site.policy) reply.raw.setHeader('Content-Security-Policy', site.policy);
      const { reqHandler } = await renderer;
      await reqHandler(request.raw, reply.raw, () => reply.raw.writeHead(404).end());
    });
    const origin = await listen(server);
    const site = new Site(server, origin, journal);
    resolve(await loadRenderer(origin));

    return site;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  /** Signs in. Answers the server's handle for that, and what a browser would send from then on. */
  async signIn(api: '/api' | '/cookies/api', name = 'ada', password = 'lovelace'): Promise<SignedIn> {
    const answer = await fetch(`${this.origin}${api}/auth/sign-in`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name, password }),
    });
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!);
    const { session, accessToken } = (await answer.json()) as { session: string; accessToken?: string };
    const tokens = cookies.map((cookie) => cookie.slice(cookie.indexOf('=') + 1));

    return { session, cookie: cookies.join('; '), tokens: accessToken ? [...tokens, accessToken] : tokens };
  }

  lab(session: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.origin}/lab/${session}/${path}`, {
      method: 'POST',
      ...(body ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
  }

  async counts(session: string): Promise<Record<string, number>> {
    return (await (await fetch(`${this.origin}/lab/${session}/counts`)).json()) as Record<string, number>;
  }
}

export interface SignedIn {
  readonly session: string;
  readonly cookie: string;
  readonly tokens: readonly string[];
}

async function listen(server: FastifyInstance): Promise<string> {
  await server.listen({ port: 0, host: 'localhost' });

  return `http://localhost:${(server.server.address() as { port: number }).port}`;
}
