import type { FastifyInstance } from 'fastify';
import type { Journal } from './journal.ts';

const HOSTS = {
  type: 'object',
  required: ['home'],
  properties: { home: { type: 'array', items: { type: 'string' } } },
};

/** The journal, for tests that run in a browser. */
export async function journalRoutes(app: FastifyInstance, { journal }: { journal: Journal }): Promise<void> {
  app.get('/arrivals', async () => journal.arrivals);

  app.post<{ Body: { home: string[] } }>('/violations', { schema: { body: HOSTS } }, async (request) =>
    journal.judge(request.body.home),
  );
}
