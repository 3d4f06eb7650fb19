import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Stands in a page, as its `ngCspNonce`, for the nonce of the answer. */
const NONCE = 'CSP_NONCE';

/** Where browsers tell what a page has done that its policy forbids. */
const REPORTS = '/policy-reports';

/** What a page may do: scripts and styles of its own, and no HTML made of strings but by Angular, which cleans it. */
const policy = (nonce: string) =>
  [
    "default-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "require-trusted-types-for 'script'",
    'trusted-types angular',
    `report-uri ${REPORTS}`,
  ].join('; ');

/**
 * Serves the files of a single-page application, and its page for every path that is a route of its own. A page that takes a nonce is
 * sent with a strict Content Security Policy.
 *
 * @param onViolation - Is told what a browser reports of a page, as JSON.
 */
export async function serveApplication(
  app: FastifyInstance,
  folder: string,
  onViolation: (report: string) => void,
): Promise<void> {
  if (!existsSync(folder)) throw new Error(`There is no application in ${folder}; build it first.`);
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const isStrict = page.includes(NONCE);

  app.addContentTypeParser('application/csp-report', { parseAs: 'string' }, async (_: unknown, body: string) => body);
  app.post(REPORTS, async ({ body }, reply) => {
    onViolation(body as string);

    return reply.code(204).send();
  });
  await app.register(files, { root: folder, wildcard: false, index: false });
  app.get('/*', async (request, reply) => {
    if (!request.headers.accept?.includes('text/html')) return reply.callNotFound();
    const nonce = randomBytes(16).toString('base64');
    if (isStrict) reply.header('Content-Security-Policy', policy(nonce));

    return reply
      .type('text/html; charset=utf-8')
      .header('Cache-Control', 'no-store')
      .send(page.replaceAll(NONCE, nonce));
  });
}
