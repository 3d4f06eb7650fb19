import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';

/** How long every answer takes, in milliseconds. */
export const LATENCY = 20;

/** What one contender has made the server do. */
export interface Counts {
  answered: number;
  refused: number;
  refreshes: number;
  /** How many had been refused when the refresh arrived. */
  refusedBefore?: number;
  /** When the connection of a request was closed that nobody answers: `performance.timeOrigin + performance.now()`. */
  closedAt?: number;
}

/** An API with one resource, whose access tokens are good from the first refresh on. Every contender has a prefix of its own. */
export async function benchServer(script: string): Promise<{ origin: string; close(): Promise<void> }> {
  const app: FastifyInstance = Fastify({ forceCloseConnections: true });
  const all = new Map<string, Counts & { token?: string }>();
  const of = (id: string) => {
    const counts = all.get(id) ?? { answered: 0, refused: 0, refreshes: 0 };
    all.set(id, counts);

    return counts;
  };
  app.get('/', async (_, reply) =>
    reply.type('text/html').send('<!doctype html><title>bench</title><script type="module" src="/script.js"></script>'),
  );
  app.get('/script.js', async (_, reply) => reply.type('text/javascript').send(script));
  app.get<{ Params: { id: string } }>('/counts/:id', async ({ params }) => of(params.id));

  app.get<{ Params: { id: string } }>('/:id/notes/:n', async ({ params, headers }, reply) => {
    await wait(LATENCY);
    const counts = of(params.id);
    const isGood = counts.token !== undefined && headers.authorization === `Bearer ${counts.token}`;
    counts[isGood ? 'answered' : 'refused']++;

    return isGood ? { id: 1 } : reply.code(401).send({ title: 'expired' });
  });
  app.post<{ Params: { id: string } }>('/:id/auth/refresh', async ({ params }) => {
    const counts = of(params.id);
    counts.refusedBefore = counts.refused;
    await wait(LATENCY);
    counts.refreshes++;
    counts.token = randomUUID();

    return { accessToken: counts.token, refreshToken: randomUUID() };
  });
  app.get<{ Params: { id: string } }>('/:id/never', (request, reply) => {
    request.raw.socket.once('close', () => {
      of(request.params.id).closedAt = performance.timeOrigin + performance.now();
      if (!reply.sent) reply.hijack();
    });
  });
  const { port } = new URL(await app.listen({ port: 0, host: 'localhost' }));

  return { origin: `http://localhost:${port}`, close: () => app.close() };
}
