import csrf from '@fastify/csrf-protection';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Dialect } from './dialect.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const SECRET = 'xsrf-secret';

/**
 * Demands of everything that changes something the token that a readable cookie has, in a header (double submit). Each refresh
 * replaces it, and the one before is no longer good.
 */
export async function demandXsrfToken(app: FastifyInstance, { prefix, refresh }: Dialect): Promise<void> {
  const path = '/';
  await app.register(csrf, {
    cookieKey: SECRET,
    cookieOpts: { path, sameSite: 'strict', httpOnly: true },
    getToken: ({ headers }: FastifyRequest) => String(headers['x-xsrf-token']),
  });
  const handOut = (reply: FastifyReply) =>
    reply.setCookie('XSRF-TOKEN', reply.generateCsrf(), { path, sameSite: 'strict' });

  app.addHook('onRequest', (request, reply, done) => {
    if (SAFE.has(request.method)) done();
    else app.csrfProtection(request, reply, done);
  });
  app.addHook('onSend', async (request, reply) => {
    if (request.routeOptions.url !== prefix + refresh || reply.statusCode !== 200) return;
    request.cookies[SECRET] = undefined; // so that a new one is made
    handOut(reply);
  });
  app.get('/xsrf', async (_request, reply) => handOut(reply).code(204).send());
}
