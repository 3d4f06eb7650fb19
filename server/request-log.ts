import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Which token a request carried: the how-many-th of its kind in its sign-in, never the token itself. */
export interface NamedToken {
  readonly kind: 'access' | 'refresh';
  readonly serial: number;
}

/** One request of a sign-in, and what became of it. */
export interface LogEntry {
  /** Counts the requests of the sign-in from 1, in order of arrival. */
  readonly order: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly token?: NamedToken;
  /** Absent as long as there is no answer, and where the connection broke. */
  readonly status?: number;
  readonly broken?: true;
}

type Logging = { -readonly [Member in keyof LogEntry]: LogEntry[Member] };

/** So many requests of one sign-in are remembered. */
const LONGEST = 10_000;

/** What arrived from each sign-in, in order, for whoever wants to read along. */
export class RequestLog {
  readonly #entries = new Map<string, Logging[]>();

  /** A request of a sign-in is here; how it is answered is noted when it has been. */
  arrived(family: string, { method, url }: FastifyRequest, reply: FastifyReply, token?: NamedToken): void {
    const entries = this.#entries.get(family) ?? [];
    const entry: Logging = {
      order: (entries.at(-1)?.order ?? 0) + 1,
      method,
      path: url.replace(/\?.*/s, ''),
      ...(token ? { token: { kind: token.kind, serial: token.serial } } : {}),
    };
    this.#entries.set(family, entries);
    entries.push(entry);
    if (entries.length > LONGEST) entries.shift();
    noteEnd(entry, reply.raw);
  }

  /** What has arrived of a sign-in after the request that has this number in its order. */
  after(family: string, order: number): readonly LogEntry[] {
    return this.#entries.get(family)?.filter((entry) => entry.order > order) ?? [];
  }
}

function noteEnd(entry: Logging, response: ServerResponse): void {
  // Whoever has read an answer may ask at once what the log says of it.
  response.once('finish', () => (entry.status = response.statusCode));
  response.once('close', () => {
    if (entry.status === undefined) entry.broken = true;
  });
}
