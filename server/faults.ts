import { constants } from 'node:http2';
import { Readable } from 'node:stream';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fault, FaultScript } from './fault.ts';

const PAGE = '<!doctype html><title>Sign in to the network</title><p>Please accept our terms.';
const CHUNK = Buffer.alloc(64 * 1024, ' ');
const NEVER = new Promise<never>(() => undefined);

/** Plays the script of each sign-in: what goes wrong with which of its requests. */
export class Faults {
  readonly #scripts = new Map<string, FaultScript>();
  readonly #struck = new WeakMap<FastifyRequest, Fault>();

  constructor(app: FastifyInstance) {
    app.addHook('onSend', async (request, reply, payload) => {
      const fault = this.#struck.get(request);

      return fault ? spoil(fault, reply, payload) : payload;
    });
  }

  /** Replaces the script of a sign-in. */
  set(family: string, script: FaultScript): void {
    this.#scripts.set(family, script);
  }

  /** A request has arrived. Answers whether its fault is all that becomes of it; if not, the server does what it does. */
  async strike(
    route: keyof FaultScript,
    family: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<boolean> {
    const fault = family === undefined ? undefined : this.#next(family, route);
    if (!fault) return false;

    this.#struck.set(request, fault);
    if (fault.delay?.arrival) await wait(fault.delay.arrival);
    if (fault.destroy !== 'before' && fault.hang !== 'arrival') return answersInstead(fault, reply);

    reply.hijack();
    if (fault.destroy) hangUp(reply);
    return true;
  }

  /** A socket has said who it is. Answers the code that it is closed with instead of being let in: 4000 and the status. */
  async strikeSocket(family: string | undefined): Promise<number | undefined> {
    const fault = family === undefined ? undefined : this.#next(family, 'api');
    if (fault?.delay?.arrival) await wait(fault.delay.arrival);

    return fault?.status === undefined ? undefined : 4000 + fault.status;
  }

  #next(family: string, route: keyof FaultScript): Fault | undefined {
    const script = this.#scripts.get(family);
    const faults = script?.[route];
    if (!isList(faults)) return faults;

    this.#scripts.set(family, { ...script, [route]: faults.slice(1) });
    return faults[0];
  }
}

function isList(faults: Fault | readonly Fault[] | undefined): faults is readonly Fault[] {
  return Array.isArray(faults);
}

function answersInstead({ status, redirect, body, html, size }: Fault, reply: FastifyReply): boolean {
  const json = () => reply.code(status ?? 200).type('application/json');
  if (redirect !== undefined) void reply.redirect(redirect, status ?? 307);
  else if (html)
    void reply
      .code(status ?? 200)
      .type('text/html')
      .send(PAGE);
  else if (size !== undefined)
    void json()
      .header('content-length', size)
      .send(Readable.from(blank(size)));
  else if (body !== undefined) void json().send(typeof body === 'string' ? body : JSON.stringify(body));
  else if (status !== undefined) void reply.code(status).send();
  else return false;

  return true;
}

/** Does to an answer, scripted or the server's own, what the fault wants on its way out. */
async function spoil(fault: Fault, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (fault.delay?.reply) await wait(fault.delay.reply);
  if (fault.destroy) hangUp(reply);
  if (fault.destroy || fault.hang === 'reply') return NEVER;

  if (fault.badEncoding) reply.header('content-encoding', 'gzip');
  if (fault.noCors) reply.removeHeader('access-control-allow-origin');
  reply.headers(fault.headers ?? {});
  const slowly = slowed(fault, reply, payload);
  if (!slowly) return payload;

  return Readable.from(slowly);
}

function slowed(fault: Fault, reply: FastifyReply, payload: unknown): AsyncIterable<Buffer> | undefined {
  if (!fault.truncate && fault.trickle === undefined && fault.hang !== 'body') return undefined;

  const bytes = Buffer.from((payload as string | Buffer | null | undefined) ?? '');
  reply.header('content-length', bytes.length);
  if (fault.truncate) return cutOff(bytes);

  return fault.hang === 'body' ? stalled(reply) : oneByOne(bytes, fault.trickle ?? 0);
}

async function* cutOff(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes.subarray(0, bytes.length / 2);
  await turn(); // so that this half is on its way
  throw new Error('The fault script breaks the connection here.');
}

async function* oneByOne(bytes: Buffer, milliseconds: number): AsyncGenerator<Buffer> {
  for (const byte of bytes) {
    yield Buffer.of(byte);
    await wait(milliseconds);
  }
}

async function* stalled(reply: FastifyReply): AsyncGenerator<Buffer> {
  reply.raw.flushHeaders();
  yield await NEVER;
}

function* blank(size: number): Generator<Buffer> {
  for (let left = size; left > 0; left -= CHUNK.length) yield CHUNK.subarray(0, left);
}

/**
 * Breaks the connection. Chromium sends a request again by itself, also a POST, when a connection that had worked before breaks
 * without a byte; bytes that are no HTTP keep it from that, and look the same to the page.
 */
function hangUp({ raw }: FastifyReply): void {
  if ('stream' in raw) (raw.stream as { close(code: number): void }).close(constants.NGHTTP2_INTERNAL_ERROR);
  else raw.socket?.end('This is no HTTP.\r\n\r\n').destroySoon();
}
