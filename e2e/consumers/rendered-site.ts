import { type ChildProcess, spawn } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Dialect } from '../../server/dialect.ts';
import { createServer } from '../../server/server.ts';

/** An application beside the API, on one origin. */
export interface Site {
  readonly origin: string;
  readonly close: () => Promise<unknown>;
}

/**
 * Serves the pages of the server that was built with an application, which is a process of its own.
 *
 * @param application - The folder that `ng build` has filled.
 * @param dialect - How the API speaks. Its cookies are for the whole origin, so that who renders the pages gets them too.
 */
export async function serveRendered(application: string, dialect: Dialect): Promise<Site> {
  const socketPath = join(application, 'pages.sock');
  const api = await createServer({ accessLifetime: 600, dialects: [{ ...dialect, cookiePath: '/' }] });
  api.get('/*', (incoming, reply) => {
    reply.hijack();
    const { url, headers } = incoming.raw;
    request({ socketPath, path: url, headers }, (answer) => {
      reply.raw.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(reply.raw);
    })
      .on('error', (error) => reply.raw.destroy(error))
      .end();
  });
  const { port } = new URL(await api.listen({ port: 0, host: 'localhost' }));
  const origin = `http://localhost:${port}`;
  const pages = spawn(process.execPath, ['server/server.mjs'], {
    cwd: application,
    env: { ...process.env, PORT: socketPath, API_ORIGIN: origin, NG_ALLOWED_HOSTS: 'localhost' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const close = async () => {
    pages.kill();
    await api.close();
  };
  await isListening(pages).catch(async (failure: unknown) => {
    await close();
    throw failure;
  });

  return { origin, close };
}

function isListening(pages: ChildProcess): Promise<void> {
  return new Promise((done, failed) => {
    pages.stdout!.on('data', (line) => String(line).includes('listening') && done());
    pages.on('exit', (code) => failed(new Error(`The server of the pages has ended with ${code}.`)));
  });
}
