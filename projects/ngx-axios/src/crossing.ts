import axios, { AxiosAdapter, AxiosError, AxiosResponse, InternalAxiosRequestConfig, isAxiosError } from 'axios';
import {
  Credentials,
  isSessionError,
  ɵExchange as Exchange,
  ɵExchanges as Exchanges,
  ɵisReplayable as isReplayable,
  ɵsnapshot as snapshot,
} from 'ngx-axios/session';
import { Observable, Subscription } from 'rxjs';
import { answerOf, asAxiosError, failureOf } from './axios-answer';
import { whenCancelled } from './cancelled';
import { Outgoing, sendElsewhere, sendWith } from './outgoing';
import { destinationOf, uriOf } from './uri-of';

/** What follows an answer that says "expired"; with the failure that it came as, if it did. */
type WhenExpired = (response: AxiosResponse, failure: unknown) => AxiosResponse | Promise<AxiosResponse>;

/**
 * A request's way across the seam: attach, send, recover once.
 *
 * An object rather than functions within each other, because a crowd that waits has one each.
 */
export class Crossing implements Outgoing {
  readonly transport: AxiosAdapter;

  constructor(
    readonly config: InternalAxiosRequestConfig,
    readonly exchange: Exchange,
    readonly exchanges: Exchanges,
    readonly network: AxiosAdapter | null,
  ) {
    this.transport = axios.getAdapter(config.adapter ?? axios.defaults.adapter, config);
  }

  run(): Promise<AxiosResponse> {
    const { config, exchange, network, transport } = this;
    if (config.session === false) return (network ?? transport)(config);
    if (!this.#isAllowed()) return sendElsewhere(config, network ?? transport);
    if (config.headers.has('Authorization') || config.auth) return sendWith(null, this);

    config.data = snapshot(config.data); // what the caller does with it while the request waits is not sent
    const ready = exchange.ready();

    return ready
      ? this.#first(ready, true)
      : this.#after(exchange.credentials$, (credentials) => this.#first(credentials));
  }

  #first(credentials: Credentials, isAllowed?: boolean): Promise<AxiosResponse> {
    const { config, exchange } = this;

    return this.#send(1, credentials, isAllowed, (response, failure = failureOf(response, config)) => {
      const mayReplay = config.replay !== false && isReplayable(config.data);

      return this.#after(exchange.recover(failure, credentials, mayReplay), (fresh) => this.#second(fresh));
    });
  }

  #second(fresh: Credentials): Promise<AxiosResponse> {
    return this.#send(2, fresh, undefined, (response, failure) => {
      this.exchange.refusedAgain(fresh);
      if (failure) throw failure;

      return response; // whatever has come: there is no third send
    });
  }

  /**
   * Sends once, and hands out what comes.
   *
   * @param isAllowed - Asked anew where it is left out: while a request waits, a script may have changed the page's <base>, or the
   *   configuration.
   */
  async #send(
    attempt: number,
    credentials: Credentials,
    isAllowed = this.#isAllowed(),
    whenExpired: WhenExpired,
  ): Promise<AxiosResponse> {
    const { config, exchanges, network, transport } = this;
    if (!isAllowed) return sendElsewhere(config, network ?? transport);

    const headers = this.#asked(() => exchanges.headers(credentials, config.method!, () => uriOf(config)));
    const isOwn = (name: string) => name !== 'Authorization' && config.headers.has(name); // that one it has not
    const takesPart = credentials.session !== 0 && !Object.keys(headers).some(isOwn);
    if (!takesPart) return sendWith(null, this, attempt);

    let response: AxiosResponse;
    try {
      response = await sendWith(headers, this, attempt);
    } catch (failure) {
      const refusal = isAxiosError(failure) ? failure.response : undefined;
      if (refusal && this.#saysExpired(refusal)) return whenExpired(refusal, failure);

      throw failure;
    }

    return this.#saysExpired(response) ? whenExpired(response, undefined) : response;
  }

  /** Waits as long as the caller does, and sends at once: a moment later somebody may have signed out. */
  #after(
    credentials$: Observable<Credentials>,
    send: (credentials: Credentials) => Promise<AxiosResponse>,
  ): Promise<AxiosResponse> {
    return new Promise((resolve, reject) => {
      const waiting = new Subscription();
      const succeed = (response: AxiosResponse) => {
        waiting.unsubscribe();
        resolve(response);
      };
      const fail = (reason: unknown) => {
        waiting.unsubscribe();
        reject(isSessionError(reason) ? asAxiosError(reason, this.config) : (reason as Error));
      };
      waiting.add(whenCancelled(this.config, fail)); // until the answer: not every adapter listens
      if (waiting.closed) return;

      waiting.add(
        credentials$.subscribe({ next: (credentials) => void send(credentials).then(succeed, fail), error: fail }),
      );
    });
  }

  #isAllowed(): boolean {
    return this.exchanges.allows(destinationOf(this.config));
  }

  /** Whether an answer says "expired". One that a redirect has brought from elsewhere says nothing about this session. */
  #saysExpired(response: AxiosResponse): boolean {
    if (!this.#asked(() => this.exchanges.isExpired(answerOf(response)))) return false;
    const request: unknown = response.request;
    const isXhr = typeof XMLHttpRequest !== 'undefined' && request instanceof XMLHttpRequest; // only XHR tells where it came from

    return !isXhr || !request.responseURL || this.exchanges.allows(request.responseURL);
  }

  /** Asks the application. What it throws is handed out in the shape that plugins handle. */
  #asked<T>(ask: () => T): T {
    try {
      return ask();
    } catch (error) {
      throw AxiosError.from(error as Error, AxiosError.ERR_BAD_OPTION_VALUE, this.config);
    }
  }
}
