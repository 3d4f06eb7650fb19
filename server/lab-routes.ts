import type { FastifyInstance } from 'fastify';
import type { Faults, Ledger } from './counts.ts';
import type { Database } from './database.ts';
import { Problem } from './problem.ts';

const FAULTS = {
  type: 'object',
  properties: {
    delay: { type: 'integer', minimum: 0, maximum: 60_000 },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    redirect: { type: 'string', format: 'uri' },
    body: {},
  },
};

/** What a demonstration needs and no product has: the server's own counts, and its faults on demand. */
export async function labRoutes(app: FastifyInstance, { db, ledger }: { db: Database; ledger: Ledger }): Promise<void> {
  app.addHook('onRequest', async (request) => {
    const { session } = request.params as { session: string };
    if (!db.family(session)) throw new Problem(404, 'There is no such session.');
  });

  app.get<{ Params: { session: string } }>('/:session/counts', async (request) => ledger.of(request.params.session));

  app.post<{ Params: { session: string } }>('/:session/expire', async (request, reply) => {
    db.expireAccessTokens(request.params.session);

    return reply.code(204).send();
  });

  app.post<{ Params: { session: string } }>('/:session/revoke', async (request, reply) => {
    db.revoke(request.params.session);

    return reply.code(204).send();
  });

  app.post<{ Params: { session: string }; Body: Faults }>(
    '/:session/faults',
    { schema: { body: FAULTS } },
    async (request, reply) => {
      ledger.setFaults(request.params.session, request.body);

      return reply.code(204).send();
    },
  );
}
