import {
  AxiosError,
  CanceledError,
  type AxiosAdapter,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import type { Arrival, Stamp } from '../server/journal.ts';
import { answerRefresh, answerRequest, answerSignOut, type Answer, type Fate } from './answer.ts';
import type { StrictServer } from './strict-server.ts';

export const HOME = 'https://api.test';
export const ELSEWHERE = 'https://elsewhere.test';

/** One send: from the moment in which the client hands it to the network until the client has an answer or hangs up. */
export interface Call {
  readonly kind: 'request' | 'refresh' | 'sign-out';
  /** The number of the request; the same when it is sent again. */
  readonly number: number;
  readonly config: InternalAxiosRequestConfig;
  readonly token: string;
  readonly sentAt: number;
  stamp?: Stamp;
  hasArrived: boolean;
  /** On its way back. */
  answer?: Answer;
  /** The client is done with it, by an answer or by hanging up. */
  isOver: boolean;
  hungUpAt?: number;
  readonly settle: (answer: Answer) => void;
}

/**
 * The network between the client and the server. Nothing moves by itself: a script says when a request arrives, what becomes
 * of it, and when its answer is delivered.
 */
export class Wire {
  readonly calls: Call[] = [];
  readonly arrivals: Arrival[] = [];
  readonly #server: StrictServer;
  readonly #now: () => number;

  constructor(server: StrictServer, now: () => number) {
    this.#server = server;
    this.#now = now;
  }

  /** Whoever watches what the client hands to the network. */
  onSend: (call: Call) => Stamp | undefined = () => undefined;

  /** Those that the client still waits for. */
  get open(): Call[] {
    return this.calls.filter(({ isOver }) => !isOver);
  }

  /** Those that can still reach the server. Bytes that are under way arrive although the client has hung up. */
  get underWay(): Call[] {
    return this.calls.filter(({ hasArrived }) => !hasArrived);
  }

  /** Those whose answer can be delivered. */
  get answered(): Call[] {
    return this.calls.filter(({ isOver, answer }) => !isOver && answer !== undefined);
  }

  readonly adapter: AxiosAdapter = (config) =>
    new Promise((resolve, reject) => {
      const call: Call = {
        kind: kindOf(config),
        number: Number(config.url?.split('/').pop()),
        config,
        token: tokenIn(config),
        sentAt: this.#now(),
        hasArrived: false,
        isOver: false,
        settle: (answer) => {
          call.isOver = true;
          config.signal?.removeEventListener?.('abort', hangUp);
          settle(answer, config, resolve, reject);
        },
      };
      const hangUp = () => {
        if (call.isOver) return;
        call.isOver = true;
        call.hungUpAt = this.#now();
        reject(new CanceledError(undefined, config));
      };
      if (config.signal?.aborted) return reject(new CanceledError(undefined, config));

      config.signal?.addEventListener?.('abort', hangUp);
      this.calls.push(call);
      call.stamp = this.onSend(call);
    });

  /** The request reaches the server, which does what it does. */
  arrive(call: Call, fate: Fate): void {
    const { config, stamp } = call;
    const url = `${config.baseURL ?? ''}${config.url ?? ''}`;
    const body = typeof config.data === 'string' ? config.data : '';
    call.hasArrived = true;
    this.arrivals.push({
      order: this.arrivals.length + 1,
      method: (config.method ?? 'get').toUpperCase(),
      url,
      host: hostOf(config),
      tokens: [
        ...this.#server.find(url, 'url'),
        ...this.#server.find(JSON.stringify(config.headers), 'header'),
        ...this.#server.find(body, 'body'),
      ],
      body,
      ...(stamp ? { stamp } : {}),
    });
    call.answer = this.#answer(call, fate);
  }

  #answer({ kind, token, number }: Call, fate: Fate): Answer | undefined {
    if (kind === 'refresh') return answerRefresh(this.#server, token, fate);
    if (kind === 'request') return answerRequest(this.#server, token, number, fate);

    return answerSignOut(this.#server, token, fate);
  }
}

function kindOf({ url }: InternalAxiosRequestConfig): Call['kind'] {
  if (url === '/refresh') return 'refresh';

  return url === '/sign-out' ? 'sign-out' : 'request';
}

export function hostOf({ baseURL, url }: InternalAxiosRequestConfig): string {
  return new URL(url!, baseURL).host;
}

/** The one token that the server reads: from the body for a refresh and a sign-out, else from the header. */
function tokenIn(config: InternalAxiosRequestConfig): string {
  if (kindOf(config) === 'request') return String(config.headers.get('Authorization') ?? '').replace('Bearer ', '');

  return String((JSON.parse(String(config.data)) as { refreshToken?: string }).refreshToken ?? '');
}

/** As adapters of axios do. */
function settle(
  answer: Answer,
  config: InternalAxiosRequestConfig,
  resolve: (response: AxiosResponse) => void,
  reject: (error: AxiosError) => void,
): void {
  if (!answer) return reject(new AxiosError('Network Error', AxiosError.ERR_NETWORK, config, {}));

  const response = { ...answer, statusText: '', config, request: {} };
  if (config.validateStatus?.(answer.status) ?? true) return resolve(response);

  reject(
    new AxiosError(
      `Request failed with status code ${answer.status}`,
      answer.status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE,
      config,
      {},
      response,
    ),
  );
}
