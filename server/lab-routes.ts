import type { FastifyInstance } from 'fastify';
import type { Ledger } from './counts.ts';
import type { Database } from './database.ts';
import type { FaultScript } from './fault.ts';
import type { Faults } from './faults.ts';
import { Problem } from './problem.ts';
import type { RequestLog } from './request-log.ts';

const MILLISECONDS = { type: 'integer', minimum: 0, maximum: 60_000 };
const FAULT = {
  type: 'object',
  properties: {
    delay: { type: 'object', properties: { arrival: MILLISECONDS, reply: MILLISECONDS } },
    destroy: { enum: ['before', 'after'] },
    hang: { enum: ['arrival', 'reply', 'body'] },
    status: { type: 'integer', minimum: 200, maximum: 599 },
    redirect: { type: 'string', format: 'uri' },
    body: {},
    html: { const: true },
    size: { type: 'integer', minimum: 0, maximum: 1e9 },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    truncate: { const: true },
    trickle: MILLISECONDS,
    badEncoding: { const: true },
    noCors: { const: true },
  },
};
const ONE_OR_MORE = { anyOf: [{ type: 'array', items: FAULT }, FAULT] };
const SCRIPT = { type: 'object', properties: { refresh: ONE_OR_MORE, api: ONE_OR_MORE } };
const AFTER = { type: 'object', properties: { after: { type: 'integer', minimum: 0, default: 0 } } };

interface LabParts {
  readonly db: Database;
  readonly ledger: Ledger;
  readonly log: RequestLog;
  readonly faults: Faults;
}

/** What a demonstration needs and no product has: the server's own counts and log, and its faults on demand. */
export async function labRoutes(app: FastifyInstance, { db, ledger, log, faults }: LabParts): Promise<void> {
  app.addHook('onRequest', async (request) => {
    const { session } = request.params as { session: string };
    if (!db.family(session)) throw new Problem(404, 'There is no such session.');
  });

  app.get<{ Params: { session: string } }>('/:session/counts', async (request) => ledger.of(request.params.session));

  app.get<{ Params: { session: string }; Querystring: { after: number } }>(
    '/:session/log',
    { schema: { querystring: AFTER } },
    async ({ params, query }) => log.after(params.session, query.after),
  );

  app.post<{ Params: { session: string } }>('/:session/expire', async (request, reply) => {
    db.expireAccessTokens(request.params.session);

    return reply.code(204).send();
  });

  app.post<{ Params: { session: string } }>('/:session/revoke', async (request, reply) => {
    db.revoke(request.params.session);

    return reply.code(204).send();
  });

  app.post<{ Params: { session: string }; Body: FaultScript }>(
    '/:session/faults',
    { schema: { body: SCRIPT } },
    async (request, reply) => {
      faults.set(request.params.session, request.body);

      return reply.code(204).send();
    },
  );
}
