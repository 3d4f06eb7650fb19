import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Arrival, FoundToken, Stamp } from './arrival.ts';
import { report, violations, type Report } from './invariants.ts';

export type { Arrival, FoundToken, Stamp } from './arrival.ts';

/** A token as the server issued it. */
type IssuedToken = Pick<FoundToken, 'kind' | 'family' | 'serial'>;

type Arriving = { -readonly [Member in keyof Arrival]: Arrival[Member] };

/** What may be, or hold, a token of this server. */
const TOKEN_LIKE = /[\w.-]{40,}/g;

/**
 * The ground truth of what arrived, for tests: which tokens every request carried, wherever they were in it, and what its client
 * said of itself. Only here are tokens kept as they are; what is handed out names them by family and serial.
 */
export class Journal {
  readonly #issued = new Map<string, IssuedToken>();
  /** How many requests had arrived when a refresh token was used up. */
  readonly #usedUp = new Map<string, number>();
  readonly #byRequest = new WeakMap<IncomingMessage, Arriving>();
  #arrivals: Arriving[] = [];
  #count = 0;

  issued(text: string, token: IssuedToken): void {
    this.#issued.set(text, token);
  }

  /** The server has used a refresh token up. */
  usedUp(refreshToken: string): void {
    this.#usedUp.set(refreshToken, this.#count);
  }

  /** The server has come to a refresh token that was used up while this request, which brings it, was on its way. */
  reused(request: IncomingMessage): void {
    const arrival = this.#byRequest.get(request)!;
    arrival.tokens = arrival.tokens.map((token) => ({ ...token, spent: token.spent || token.kind === 'refresh' }));
  }

  /** A socket that began as this request has brought a message. */
  message(request: IncomingMessage, text: string): void {
    const arrival = this.#byRequest.get(request)!;
    arrival.tokens = [...arrival.tokens, ...this.#find(text, 'message', arrival.order)];
  }

  /** What has arrived since the last judgement. */
  get arrivals(): readonly Arrival[] {
    return this.#arrivals;
  }

  /**
   * Reports what no client may do, and begins anew.
   *
   * @param home - The hosts that tokens may reach.
   */
  judge(home: readonly string[]): Report[] {
    const reports = violations(this.#arrivals, new Set(home)).map(report);
    this.#arrivals = [];

    return reports;
  }

  /** Notes every request as it arrives, and its body when that has come to its end. */
  watch(app: FastifyInstance): void {
    app.addHook('onRequest', async ({ raw }) => this.#record(raw));
    app.addHook('onSend', async ({ raw }, _reply, payload) => {
      raw.resume(); // a body that was answered without being read would never come to its end

      return payload;
    });
  }

  #record(request: IncomingMessage): void {
    const order = ++this.#count;
    const { method = '', url = '', headers } = request;
    const inUrl = this.#find(url, 'url', order);
    const arrival: Arriving = {
      order,
      method,
      url: inUrl.length > 0 ? this.#redact(url) : url,
      host: String(headers.host ?? headers[':authority']),
      tokens: [...inUrl, ...this.#inHeaders(request, order)],
      body: '',
      ...stampOf(headers['x-client-stamp']),
    };
    this.#byRequest.set(request, arrival);
    this.#arrivals.push(arrival);
    const type = headers['content-type'] ?? '';
    readAlong(request, (body, ended) => {
      arrival.tokens = [...arrival.tokens, ...this.#find(body.toString('latin1'), 'body', order)];
      if (ended) arrival.body = digest(body, type);
    });
  }

  #inHeaders({ rawHeaders }: IncomingMessage, order: number): FoundToken[] {
    return rawHeaders.flatMap((name, index) =>
      index % 2 === 1 || name.startsWith(':')
        ? []
        : this.#find(rawHeaders[index + 1] ?? '', name.toLowerCase() === 'cookie' ? 'cookie' : 'header', order),
    );
  }

  #find(text: string, where: FoundToken['where'], order: number): FoundToken[] {
    const candidates = new Set(`${text} ${percentDecoded(text)}`.match(TOKEN_LIKE));

    return [...candidates].flatMap((candidate) =>
      this.#tokensIn(candidate).map(([token, issued]) => ({
        ...issued,
        where,
        spent: this.#isSpent(token, where, order),
      })),
    );
  }

  /** Mostly a candidate is a token; where more stands around it, all that have been issued are looked for. */
  #tokensIn(candidate: string): [string, IssuedToken][] {
    const known = this.#issued.get(candidate);

    return known ? [[candidate, known]] : [...this.#issued].filter(([token]) => candidate.includes(token));
  }

  /** A cookie goes along with whatever is sent to its path, which presents nothing: there the refresh route alone can tell. */
  #isSpent(token: string, where: FoundToken['where'], order: number): boolean {
    return where !== 'cookie' && (this.#usedUp.get(token) ?? order) < order;
  }

  #redact(url: string): string {
    return [...this.#issued].reduce(
      (redacted, [token, { kind, family, serial }]) => redacted.replaceAll(token, `<${kind} ${family}/${serial}>`),
      percentDecoded(url),
    );
  }
}

/** Reads a body along as it comes in, whoever else reads it, until it ends or breaks off. */
function readAlong(request: IncomingMessage, done: (body: Buffer, ended: boolean) => void): void {
  const chunks: Buffer[] = [];
  const push = request.push.bind(request);
  let ended = false;
  // A listener would set the body flowing before the server reads it.
  request.push = (chunk: Buffer | null, encoding) => {
    if (chunk) chunks.push(chunk);
    else if (!ended) done(Buffer.concat(chunks), (ended = true));

    return push(chunk, encoding);
  };
  request.once('close', () => {
    if (!ended) done(Buffer.concat(chunks), false);
  });
}

/** The boundary of a form is not of the client: the browser makes one up for every send. */
function digest(body: Buffer, type: string): string {
  const boundary = /^multipart\/.*boundary="?([^";]+)/.exec(type)?.[1];
  const content = boundary === undefined ? body : body.toString('latin1').replaceAll(boundary, 'boundary');

  return createHash('sha256').update(content).digest('hex');
}

function stampOf(header: string | string[] | undefined): { stamp?: Stamp } {
  try {
    return typeof header === 'string' ? { stamp: JSON.parse(header) as Stamp } : {};
  } catch {
    return {}; // anybody may send anything
  }
}

/** Never throws, unlike the function of the language. */
function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
