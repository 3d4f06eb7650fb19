import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { Dialect } from './dialect.ts';

/**
 * Lets the API of one dialect describe itself: what its routes say of themselves becomes an OpenAPI document, which is answered
 * under `/openapi.json`. It only describes: answers are sent as they are, not as the schemas of answers say.
 */
export async function describeApi(api: FastifyInstance, dialect: Dialect): Promise<void> {
  api.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Notes', version: '1.0.0' },
      servers: [{ url: dialect.prefix }],
      components: { securitySchemes: { session: credentialsOf(dialect) } },
    },
  });
  api.get('/openapi.json', { schema: { hide: true } }, async () => api.swagger());
}

function credentialsOf({ delivery, header }: Dialect) {
  if (delivery === 'cookies') return { type: 'apiKey', in: 'cookie', name: 'access' } as const;
  if (header === 'authorization') return { type: 'http', scheme: 'bearer' } as const;

  return { type: 'apiKey', in: 'header', name: header } as const;
}
