import Fastify, { type FastifyInstance } from 'fastify';
import { bundlePage } from '../world/bundle.ts';
import { IdentityProvider, MOUNTED_AT } from './identity-provider.ts';

const PAGE = '<!doctype html><title>A shop</title><link rel="icon" href="data:," /><script src="/script.js"></script>';

/** What the API has seen. */
export interface ApiCounts {
  requests: number;
  answered: number;
}

export interface SiteOptions {
  /** The page's script, in `page/`. */
  readonly script: string;
  /** Whether the provider is on the application's own origin. Default: on one of its own. */
  readonly oneOrigin?: boolean;
}

/** An application, its API that asks the provider about every token, and the provider. */
export class Site {
  readonly #servers: readonly FastifyInstance[];
  readonly origin: string;
  readonly provider: IdentityProvider;
  #api: ApiCounts = { requests: 0, answered: 0 };

  private constructor(servers: readonly FastifyInstance[], origin: string, provider: IdentityProvider) {
    this.#servers = servers;
    this.origin = origin;
    this.provider = provider;
  }

  static async open({ script, oneOrigin = false }: SiteOptions): Promise<Site> {
    const bundle = await bundlePage(new URL(`page/${script}`, import.meta.url));
    const app = Fastify({ forceCloseConnections: true });
    const providers = oneOrigin ? app : Fastify({ forceCloseConnections: true });
    app.get('/', async (_request, reply) => reply.type('text/html').send(PAGE));
    app.get('/script.js', async (_request, reply) => reply.type('text/javascript').send(bundle));
    app.get('/api/notes', async ({ headers }, reply) => {
      const isAlive = await site.#admits(headers.authorization);

      return isAlive
        ? { notes: [] }
        : reply.code(401).header('WWW-Authenticate', 'Bearer error="invalid_token"').send();
    });
    providers.addHook('onRequest', async ({ raw }, reply) => {
      if (!raw.url?.startsWith(`${MOUNTED_AT}/`)) return;

      reply.hijack();
      await site.provider.answer(raw, reply.raw);
    });
    const servers = [...new Set([app, providers])];
    const [origin, providersOrigin = origin] = await Promise.all(servers.map(listen));
    // Here at last: an origin is known when its port is.
    const site = new Site(servers, origin!, await IdentityProvider.found(providersOrigin!, origin!));

    return site;
  }

  /** What the API has seen since it was last told to forget. */
  get api(): ApiCounts {
    return { ...this.#api };
  }

  /** Counts anew, here and at the provider. */
  forget(): void {
    this.#api = { requests: 0, answered: 0 };
    this.provider.forget();
  }

  async close(): Promise<void> {
    for (const server of this.#servers) await server.close();
  }

  async #admits(authorization = ''): Promise<boolean> {
    this.#api.requests++;
    const isAlive = await this.provider.isAlive(authorization.replace(/^Bearer /, ''));
    if (isAlive) this.#api.answered++;

    return isAlive;
  }
}

async function listen(server: FastifyInstance): Promise<string> {
  const { port } = new URL(await server.listen({ port: 0, host: 'localhost' }));

  return `http://localhost:${port}`;
}
