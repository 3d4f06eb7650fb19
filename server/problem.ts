import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';

/** An answer that says what is wrong, as problem details (RFC 9457). */
export class Problem extends Error {
  readonly statusCode: number;
  readonly body: object;

  constructor(statusCode: number, title: string, members: object = {}) {
    super(title);
    this.statusCode = statusCode;
    this.body = { type: 'about:blank', title, status: statusCode, ...members };
  }
}

/** Every failure is answered with problem details; a fault of ours says no more than that. */
export function answerWithProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Problem, _request, reply) => {
    if (error instanceof Problem) return send(reply, error.statusCode, error.body);

    const status = error.statusCode && error.statusCode >= 400 ? error.statusCode : 500;
    if (status >= 500) app.log.error(error);
    const title = status >= 500 ? 'The server failed.' : error.message;

    return send(reply, status, { type: 'about:blank', title, status });
  });
  app.setNotFoundHandler((request, reply) =>
    send(reply, 404, { type: 'about:blank', title: `There is no ${request.method} ${request.url}.`, status: 404 }),
  );
}

function send(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.code(status).type('application/problem+json').send(body);
}
