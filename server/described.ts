import type { FastifySchema } from 'fastify';

/** An answer without a body. */
export const NOTHING = { type: 'null', description: 'Done' };

const PROBLEM = {
  description: 'What is wrong',
  content: {
    'application/problem+json': {
      schema: { type: 'object', properties: { title: { type: 'string' }, status: { type: 'integer' } } },
    },
  },
};

/** What a route says of itself in the OpenAPI document. Generated clients call it by the operation's id. */
export function described(tag: 'auth' | 'notes', operationId: string, answers: Record<number, object>): FastifySchema {
  return {
    tags: [tag],
    operationId,
    ...(tag === 'notes' && { security: [{ session: [] }] }),
    response: { ...answers, '4XX': PROBLEM },
  };
}
