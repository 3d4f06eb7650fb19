import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requireAccess } from './access.ts';
import type { ApiParts } from './api-parts.ts';
import { described, NOTHING } from './described.ts';
import { Problem } from './problem.ts';

const NOTE = {
  type: 'object',
  required: ['text'],
  properties: { text: { type: 'string', minLength: 1, maxLength: 1000 } },
};
const ID = { type: 'object', required: ['id'], properties: { id: { type: 'integer', minimum: 1 } } };
const SLOWLY = {
  type: 'object',
  properties: {
    delay: { type: 'integer', minimum: 0, maximum: 30_000 },
    n: { description: 'Tells requests apart for whoever reads along' },
  },
};
const TEXT = { type: 'string' };
const ME = { description: 'Who is signed in', type: 'object', required: ['name'], properties: { name: TEXT } };
const KEPT = {
  description: 'A note that is kept',
  type: 'object',
  required: ['id', 'text'],
  properties: { id: { type: 'integer' }, text: TEXT },
};
const ALL = { description: 'All notes', type: 'array', items: KEPT };

/** A small protected API. Every route needs an access token; what is written is kept in the database. */
export async function notesRoutes(app: FastifyInstance, parts: ApiParts): Promise<void> {
  const { db } = parts;
  const accessOf = requireAccess(app, parts);

  app.get('/me', { schema: described('notes', 'me', { 200: ME }) }, async (request) => ({
    name: accessOf(request).user.name,
  }));

  const listing = { ...described('notes', 'listNotes', { 200: ALL }), querystring: SLOWLY };
  app.get<{ Querystring: { delay?: number } }>('/notes', { schema: listing }, async (request) => {
    if (request.query.delay) await wait(request.query.delay);

    return db.notes(accessOf(request).user.id);
  });

  const adding = { ...described('notes', 'addNote', { 201: KEPT }), body: NOTE };
  app.post<{ Body: { text: string } }>('/notes', { schema: adding }, async (request, reply) =>
    reply.code(201).send(db.addNote(accessOf(request).user.id, request.body.text)),
  );

  const removing = { ...described('notes', 'removeNote', { 204: NOTHING }), params: ID };
  app.delete<{ Params: { id: number } }>('/notes/:id', { schema: removing }, async (request, reply) => {
    if (!db.removeNote(accessOf(request).user.id, request.params.id))
      throw new Problem(404, `There is no note ${request.params.id}.`);

    return reply.code(204).send();
  });

  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  app.post('/files', { schema: { hide: true } }, async (request, reply) =>
    reply.code(201).send(request.body instanceof Readable ? await digest(request.body) : await receive(request)),
  );
}

interface Digest {
  readonly size: number;
  readonly sha256: string;
}

/** Reads an uploaded file of a form to its end, and answers what arrived. */
async function receive(request: FastifyRequest): Promise<Digest & { name: string }> {
  const file = await request.file().catch(unreadable);
  if (!file) throw new Problem(400, 'The form has no file.');

  const received = await digest(file.file).catch(unreadable);
  if (file.file.truncated) throw new Problem(413, 'The file is too large.');

  return { name: file.filename, ...received };
}

async function digest(bytes: Readable): Promise<Digest> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    size += chunk.length;
    hash.update(chunk);
  }

  return { size, sha256: hash.digest('hex') };
}

/** The parser's own errors say which status they want; what it throws besides means that the form is broken. */
function unreadable(error: unknown): never {
  throw error instanceof Error && 'statusCode' in error ? error : new Problem(400, 'The form is broken.');
}
