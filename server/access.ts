import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiParts } from './api-parts.ts';
import type { User } from './database.ts';
import type { Dialect } from './dialect.ts';
import type { AccessClaims } from './tokens.ts';

/** Who may do what a request asks for, and by which access token. */
export interface Access {
  readonly user: User;
  readonly claims: AccessClaims;
}

/** Lets requests to the routes of a plugin in whose access token is good. Answers what tells whose a request is. */
export function requireAccess(
  app: FastifyInstance,
  { dialect, tokens, ledger, log, faults }: ApiParts,
): (request: FastifyRequest) => Access {
  const granted = new WeakMap<FastifyRequest, Access>();

  app.addHook('onRequest', async (request, reply) => {
    const claims = await tokens.read(accessTokenOf(request, dialect));
    const counts = claims && ledger.of(claims.family);
    if (counts) {
      counts.requests++;
      log.arrived(claims.family, request, reply, { kind: 'access', serial: claims.serial });
      reply.raw.on('close', () => {
        if (!reply.raw.writableEnded) counts.aborted++;
      });
    }
    if (await faults.strike('api', claims?.family, request, reply)) return reply;

    const user = claims && tokens.userOf(claims);
    if (counts && !user) counts.expired++;
    if (!user) return reply.code(dialect.expired.status).send(dialect.expired.body);
    granted.set(request, { user, claims });
  });

  return (request) => granted.get(request)!;
}

function accessTokenOf(request: FastifyRequest, { delivery, header }: Dialect): string {
  if (delivery === 'cookies') return request.cookies['access'] ?? '';

  const value = request.headers[header];

  return typeof value === 'string' ? value.replace(/^Bearer /, '') : '';
}
