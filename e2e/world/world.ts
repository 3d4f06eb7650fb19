import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { makeCertificate } from '../../server/certificate.ts';

/** A request as it arrived somewhere in the world. */
export interface Arrival {
  /** Where: scheme, host and port, as the browser has addressed them. */
  readonly origin: string;
  readonly method: string;
  /** Path and query, as they stood in the request line. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Where a Chromium calls home, whatever it was told. */
const HOME = /\.(google|googleapis|gstatic|gvt1)\.com(:\d+)?$/;

/** The first byte of a connection with TLS. */
const HANDSHAKE = 0x16;

/**
 * Every host there is, on every port, encrypted or not: one port of this machine, where a browser with {@link flags} ends up
 * wherever it connects. Takes down what arrives, and approves every preflight, so that nothing but the client holds a token back.
 */
export class World {
  /** What has arrived, in order, preflights included. */
  readonly arrivals: Arrival[] = [];
  /** Connections that never became a request, or one for somebody else. */
  readonly broken: string[] = [];
  /** What to reply; an empty object with status 200 where it answers nothing. */
  reply: (arrival: Arrival) => Reply | undefined = () => undefined;

  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(certificate: { key: string; cert: string }) {
    const http = createHttpServer((request, response) => void this.#receive('http', request, response));
    const https = createHttpsServer(certificate, (request, response) => void this.#receive('https', request, response));
    http.on('clientError', (error, socket) => this.#refuse(error, socket as Socket));
    https.on('clientError', (error, socket) => this.#refuse(error, socket as Socket));
    https.on('tlsClientError', (error) => this.broken.push(error.message));
    http.keepAliveTimeout = https.keepAliveTimeout = 60_000;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket.on('close', () => this.#sockets.delete(socket)).on('error', () => socket.destroy()));
      socket.once('data', (first: Buffer) => {
        socket.pause();
        socket.unshift(first);
        (first[0] === HANDSHAKE ? https : http).emit('connection', socket);
        process.nextTick(() => socket.resume());
      });
    });
  }

  static async open(): Promise<World> {
    const world = new World(await makeCertificate());
    await new Promise<void>((resolve) => world.#server.listen(0, '127.0.0.1', resolve));

    return world;
  }

  /** What makes a Chromium live in this world. */
  get flags(): string[] {
    const { port } = this.#server.address() as AddressInfo;

    return [`--host-resolver-rules=MAP * 127.0.0.1:${port}`, '--ignore-certificate-errors'];
  }

  /** What has arrived since it was last asked. */
  take(): Arrival[] {
    return this.arrivals.splice(0);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #receive(scheme: 'http' | 'https', request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { method = '', url: path = '', headers } = request;
    if (HOME.test(headers.host ?? '')) return void response.writeHead(404).end();

    const arrival: Arrival = {
      origin: `${scheme}://${headers.host}`, // as it stands: browsers know hosts that Node does not parse
      method,
      path,
      headers,
      body,
    };
    this.arrivals.push(arrival);
    const { servername } = request.socket as Partial<TLSSocket>; // none for an address
    if (servername && servername !== headers.host?.replace(/:\d+$/, '')) {
      this.broken.push(`a connection to ${servername} brought a request for ${headers.host}`);
    }
    const reply = method === 'OPTIONS' ? {} : this.reply(arrival);

    response.writeHead(reply?.status ?? 200, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': '*',
      'Access-Control-Allow-Headers': headers['access-control-request-headers'] ?? '*',
      'Cache-Control': 'no-store',
      'Content-Type': 'application/json',
      ...reply?.headers,
    });
    response.end(reply?.body ?? '{}');
  }

  #refuse(error: Error & { code?: string }, socket: Socket): void {
    if (error.code !== 'ECONNRESET') this.broken.push(error.message); // the browser has hung up
    socket.destroy();
  }
}
