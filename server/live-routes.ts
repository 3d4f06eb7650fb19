import { once } from 'node:events';
import type { WebSocket } from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import type { ApiParts } from './api-parts.ts';

/** The code of a socket whose token is missing, or not, or no longer, good: 401, among the codes for applications. */
const REFUSED = 4401;
/** How long a socket may take to say who it is, in milliseconds. */
const PATIENCE = 2_000;

/** A WebSocket: its first message is the access token, then the server says `ready` and gives every message back. */
export async function liveRoutes(
  app: FastifyInstance,
  { dialect, tokens, ledger, faults, journal }: ApiParts,
): Promise<void> {
  if (dialect.delivery === 'cookies') return; // there the page has no token that it could send

  app.get('/live', { schema: { hide: true }, websocket: true }, async (socket, { raw }) => {
    const accessToken = await firstMessage(socket);
    journal?.message(raw, accessToken);
    const claims = await tokens.read(accessToken);
    const counts = claims && ledger.of(claims.family);
    if (counts) counts.requests++;
    const code = await faults.strikeSocket(claims?.family);
    if (code !== undefined) return socket.close(code);

    if (!claims || !tokens.userOf(claims)) {
      if (counts) counts.expired++;
      return socket.close(REFUSED);
    }
    if (socket.readyState !== socket.OPEN) return;

    const ends = [tokens.whenOver(claims, () => socket.close(REFUSED)), ledger.opened(claims.family)];
    socket.once('close', () => ends.forEach((end) => end()));
    socket.on('message', (message) => {
      const text = String(message);
      journal?.message(raw, text);
      socket.send(text);
    });
    socket.send('ready');
  });
}

/** Nothing, when it does not come in time. */
async function firstMessage(socket: WebSocket): Promise<string> {
  try {
    const [message] = (await once(socket, 'message', { signal: AbortSignal.timeout(PATIENCE) })) as [Buffer];

    return String(message);
  } catch {
    return '';
  }
}
