import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createServer } from '../../server/server.ts';
import { Doorman } from './doorman.ts';

const PAGE =
  '<!doctype html><title>Conformance</title><link rel="icon" href="data:," /><script src="/script.js"></script>';

/** The strict server, with an application over one system, and somebody at its door. */
export class Site {
  readonly doorman: Doorman;
  readonly origin: string;
  readonly #folder: string;
  readonly #server: FastifyInstance;

  private constructor(doorman: Doorman, origin: string, folder: string, server: FastifyInstance) {
    this.doorman = doorman;
    this.origin = origin;
    this.#folder = folder;
    this.#server = server;
  }

  static async open(script: string, options: { accessLifetime: number; opaque: boolean }): Promise<Site> {
    const folder = await mkdtemp(join(tmpdir(), 'ngx-axios-'));
    await writeFile(join(folder, 'index.html'), PAGE);
    await writeFile(join(folder, 'script.js'), script);
    const doorman = new Doorman();
    const server = await createServer({ application: folder, journal: doorman, ...options });
    const { port } = new URL(await server.listen({ port: 0, host: 'localhost' }));

    return new Site(doorman, `http://localhost:${port}`, folder, server);
  }

  async close(): Promise<void> {
    this.doorman.forget();
    await this.#server.close();
    await rm(this.#folder, { recursive: true });
  }
}
