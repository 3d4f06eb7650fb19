import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { requireAccess } from './access.ts';
import type { ApiParts } from './api-parts.ts';
import type { Note } from './database.ts';

/** After how many milliseconds whoever loses the stream is to come again. */
const RETRY = 100;

/** The notes that the user writes, as they are written: Server-Sent Events. The stream ends with the access token. */
export async function streamRoutes(app: FastifyInstance, parts: ApiParts): Promise<void> {
  const { db, tokens, ledger } = parts;
  const accessOf = requireAccess(app, parts);

  app.get('/notes/stream', { schema: { hide: true } }, async (request, reply) => {
    const { user, claims } = accessOf(request);
    const stream = new PassThrough();
    const tell = (note: Note) => {
      if (stream.writable) stream.write(`id: ${note.id}\ndata: ${JSON.stringify(note)}\n\n`);
    };
    stream.write(`retry: ${RETRY}\n\n`);
    for (const note of missed(db.notes(user.id), request.headers['last-event-id'])) tell(note);

    const ends = [
      db.watchNotes(user.id, tell),
      tokens.whenOver(claims, () => stream.end()),
      ledger.opened(claims.family),
    ];
    stream.once('close', () => ends.forEach((end) => end()));

    return reply.type('text/event-stream').header('cache-control', 'no-store').send(stream);
  });
}

/** What was written after the last note that the client has got; nothing for one that comes for the first time. */
function missed(notes: readonly Note[], lastEventId: string | string[] | undefined): Note[] {
  return notes.filter(({ id }) => id > Number(lastEventId ?? Infinity));
}
