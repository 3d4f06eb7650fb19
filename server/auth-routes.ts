import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiParts } from './api-parts.ts';
import { described, NOTHING } from './described.ts';
import type { Dialect } from './dialect.ts';
import { Problem } from './problem.ts';
import type { IssuedTokens } from './tokens.ts';

const SIGN_IN = {
  type: 'object',
  required: ['name', 'password'],
  properties: { name: { type: 'string', maxLength: 100 }, password: { type: 'string', maxLength: 100 } },
};

const WITH_REFRESH_TOKEN = {
  type: ['object', 'null'],
  properties: { refreshToken: { type: 'string', maxLength: 200 } },
};

const TOKENS = {
  type: 'object',
  description: 'Fresh tokens',
  properties: {
    accessToken: { type: 'string' },
    refreshToken: { type: 'string' },
    expiresIn: { type: 'integer', description: 'Seconds' },
  },
};
const SIGNED_IN = {
  ...TOKENS,
  required: ['session'],
  properties: { ...TOKENS.properties, session: { type: 'string', description: 'The name of this sign-in' } },
};

/** Sign-in, refresh and sign-out, as one dialect speaks of them. */
export function authRoutes(
  app: FastifyInstance,
  { dialect, db, tokens, ledger, log, faults, journal }: ApiParts,
): void {
  const arrived = (family: string, refreshToken: string, request: FastifyRequest, reply: FastifyReply) =>
    log.arrived(family, request, reply, { kind: 'refresh', serial: tokens.serialOf(refreshToken) });

  app.post<{ Body: { name: string; password: string } }>(
    dialect.signIn,
    { schema: { ...described('auth', 'signIn', { 200: SIGNED_IN }), body: SIGN_IN } },
    async (request, reply) => {
      const user = db.findUser(request.body.name, request.body.password);
      if (!user) throw new Problem(401, 'Name or password is wrong.');

      const { family, ...issued } = await tokens.begin(user);
      log.arrived(family, request, reply);

      return { ...deliver(reply, dialect, issued), session: family };
    },
  );

  const refreshing = { ...described('auth', 'refresh', { 200: TOKENS }), body: WITH_REFRESH_TOKEN };
  app.post(dialect.refresh, { schema: refreshing }, async (request, reply) => {
    const refreshToken = presented(request, dialect);
    const family = tokens.familyOf(refreshToken);
    if (family) {
      ledger.of(family).refreshCalls++;
      arrived(family, refreshToken!, request, reply);
    }

    if (await faults.strike('refresh', family, request, reply)) return reply;

    if (refreshToken && tokens.isUsedUp(refreshToken)) journal?.reused(request.raw);
    const issued = refreshToken ? await tokens.rotate(refreshToken) : null;
    if (!issued) {
      forget(reply, dialect);
      return reply.code(dialect.refused.status).send(dialect.refused.body);
    }
    return deliver(reply, dialect, issued);
  });

  const signingOut = { ...described('auth', 'signOut', { 204: NOTHING }), body: WITH_REFRESH_TOKEN };
  app.post(dialect.signOut, { schema: signingOut }, async (request, reply) => {
    const refreshToken = presented(request, dialect);
    const family = tokens.familyOf(refreshToken);
    if (family) {
      arrived(family, refreshToken!, request, reply);
      tokens.revoke(family);
    }
    forget(reply, dialect);

    return reply.code(204).send();
  });
}

function presented(request: FastifyRequest, { delivery }: Dialect): string | undefined {
  if (delivery !== 'body') return request.cookies['refresh'];

  return (request.body as { refreshToken?: string } | null)?.refreshToken;
}

/** Puts tokens into cookies where they belong there, and answers what is left for the body. */
function deliver(
  reply: FastifyReply,
  { delivery, prefix, cookiePath = prefix }: Dialect,
  issued: IssuedTokens,
): object {
  const { accessToken, refreshToken, expiresIn } = issued;
  const options = { httpOnly: true, sameSite: 'strict', path: cookiePath } as const;
  if (delivery === 'body') return issued;

  reply.setCookie('refresh', refreshToken, options);
  if (delivery === 'access-in-memory') return { accessToken, expiresIn };

  reply.setCookie('access', accessToken, options);

  return {};
}

function forget(reply: FastifyReply, { delivery, prefix, cookiePath: path = prefix }: Dialect): void {
  if (delivery === 'body') return;

  reply.clearCookie('refresh', { path }).clearCookie('access', { path });
}
