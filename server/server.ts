import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance } from 'fastify';
import { serveApplication } from './application.ts';
import { authRoutes } from './auth-routes.ts';
import { makeCertificate } from './certificate.ts';
import { Ledger } from './counts.ts';
import { Database } from './database.ts';
import { describeApi } from './describe-api.ts';
import { DEMO, FLOWS, KINDS, XSRF, type Dialect } from './dialect.ts';
import { Faults } from './faults.ts';
import { journalRoutes } from './journal-routes.ts';
import type { Journal } from './journal.ts';
import { labRoutes } from './lab-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { notesRoutes } from './notes-routes.ts';
import { answerWithProblems } from './problem.ts';
import { RequestLog } from './request-log.ts';
import { streamRoutes } from './stream-routes.ts';
import { Tokens } from './tokens.ts';
import { demandXsrfToken } from './xsrf.ts';

export interface ServerOptions {
  /** Lifetime of an access token in seconds. Default: 15. */
  readonly accessLifetime?: number;
  /** Access tokens that tell the client nothing, nor when they run out. Default: JWTs with `expiresIn`. */
  readonly opaque?: boolean;
  /** A refresh revokes the access token before. Default: it lives on until it runs out. */
  readonly revokesPrevious?: boolean;
  /** The database file. Default: memory. */
  readonly database?: string;
  /** A folder with a single-page application to serve beside the API. */
  readonly application?: string;
  /** Is told, as JSON, what a page of the application has done that its policy forbids. Default: it is logged. */
  readonly onViolation?: (report: string) => void;
  /** The dialects to speak, each under its own prefix. Default: all there are. */
  readonly dialects?: readonly Dialect[];
  /** Notes what arrives; for tests. */
  readonly journal?: Journal;
  /** HTTP/2 over TLS, with a certificate that only a browser takes which is told to. Default: HTTP/1.1 in the clear. */
  readonly tls?: boolean;
}

const SETTINGS = { logger: { level: 'error' }, forceCloseConnections: true };

/** The largest upload. */
const MAX_FILE_SIZE = 64 * 1024 * 1024;
/** The largest message of a socket. */
const MAX_MESSAGE_SIZE = 16 * 1024;

/** Builds the server; `listen` starts it. Every user there is can sign in: `ada` with `lovelace`, `grace` with `hopper`. */
export async function createServer({
  accessLifetime = 15,
  opaque = false,
  revokesPrevious = false,
  database,
  application,
  onViolation,
  dialects = [DEMO, ...Object.values(KINDS), XSRF, ...Object.values(FLOWS)],
  journal,
  tls = false,
}: ServerOptions = {}): Promise<FastifyInstance> {
  const app = tls ? await overTls() : Fastify(SETTINGS);
  const db = new Database(database);
  const ledger = new Ledger();
  const log = new RequestLog();
  const tokens = new Tokens(db, ledger, { accessLifetime, opaque, revokesPrevious }, journal);
  const faults = new Faults(app);
  db.addUser('ada', 'lovelace');
  db.addUser('grace', 'hopper');

  journal?.watch(app);
  answerWithProblems(app);
  app.addHook('onClose', async () => db.close());
  await app.register(cookie);
  await app.register(multipart, { limits: { fileSize: MAX_FILE_SIZE, files: 1 } });
  await app.register(websocket, { options: { maxPayload: MAX_MESSAGE_SIZE } });
  await app.register(cors, {
    origin: /^http:\/\/(localhost|127\.0\.0\.1):\d+$/,
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['Retry-After', 'WWW-Authenticate'],
  });
  app.get('/health', async () => ({ status: 'ok' }));
  for (const dialect of dialects) {
    await app.register(
      async (api) => {
        await describeApi(api, dialect);
        if (dialect.xsrf) await demandXsrfToken(api, dialect);
        const parts = { dialect, db, tokens, ledger, log, faults, journal };
        authRoutes(api, parts);
        await api.register(notesRoutes, parts);
        await api.register(streamRoutes, parts);
        await api.register(liveRoutes, parts);
      },
      { prefix: dialect.prefix },
    );
  }
  await app.register(labRoutes, { prefix: '/lab', db, ledger, log, faults });
  if (journal) await app.register(journalRoutes, { prefix: '/lab', journal });
  if (application) await serveApplication(app, application, onViolation ?? ((report) => app.log.error(report)));

  return app;
}

async function overTls(): Promise<FastifyInstance> {
  const https = { ...(await makeCertificate()), allowHTTP1: true };

  // Its requests and replies are made to look like those of HTTP/1.1, which is all that is used of them.
  return Fastify({ ...SETTINGS, http2: true, https }) as unknown as FastifyInstance;
}
