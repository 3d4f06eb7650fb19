import { AxiosError, AxiosHeaders, AxiosProgressEvent, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { ɵuriOf as uriOf, ɵwhenCancelled as whenCancelled } from 'ngx-axios';

/** How the adapter answers axios. */
export interface Settle {
  readonly resolve: (response: AxiosResponse) => void;
  readonly reject: (failure: unknown) => void;
}

/**
 * What a server's answer has besides its body.
 *
 * @see {@link TestRequest}
 */
export interface FlushOptions {
  /** Default: 200, or 204 without a body. */
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: Record<string, string>;
}

/**
 * How far a transfer has come, in bytes.
 *
 * @see {@link TestRequest}
 */
export interface TestProgress {
  readonly loaded: number;
  readonly total?: number;
}

/**
 * A request that has reached the network of a test, which answers it.
 *
 * @example
 * ```ts
 * import { TestBed } from '@angular/core/testing';
 * import { AxiosClient, provideAxios } from 'ngx-axios';
 * import { AxiosTestingController, provideAxiosTesting } from 'ngx-axios/testing';
 *
 * TestBed.configureTestingModule({ providers: [provideAxios(), provideAxiosTesting()] });
 * TestBed.inject(AxiosClient).post('/orders', { article: 7 }).subscribe();
 * const request = await TestBed.inject(AxiosTestingController).expectOne({ method: 'post', url: '/orders' });
 * expect(JSON.parse(request.request.data)).toEqual({ article: 7 });
 * request.flush({ id: 1 }, { status: 201 });
 * ```
 */
export class TestRequest {
  /** What is sent: a copy of the configuration, with the headers, credentials among them, and with the body as it is on the wire. */
  readonly request: InternalAxiosRequestConfig;
  /** The URL that a real adapter would ask for. */
  readonly url: string;
  readonly #config: InternalAxiosRequestConfig;
  readonly #settle: Settle;
  readonly #stopWatching: () => void;
  #fate = 'open';

  constructor(config: InternalAxiosRequestConfig, settle: Settle) {
    this.request = { ...config, headers: new AxiosHeaders(config.headers) };
    this.url = uriOf(config);
    this.#config = config;
    this.#settle = settle;
    this.#stopWatching = whenCancelled(config, (reason) => {
      this.#end('cancelled');
      settle.reject(reason);
    });
  }

  /** Whether the caller has aborted it. */
  get cancelled(): boolean {
    return this.#fate === 'cancelled';
  }

  /** Method, URL and what has become of it, for messages: no headers and no body, where tokens are. */
  toString(): string {
    return `${(this.request.method ?? 'get').toUpperCase()} ${this.url} (${this.#fate})`;
  }

  /**
   * Answers as a server would: `validateStatus`, `transformResponse` and response interceptors do their part.
   *
   * @param body - A string is the text of the answer; anything else is sent as JSON, unless the `responseType` of the request asks for
   *   something that is no text: that is handed over as it is. `null` is no body.
   */
  flush(
    body: unknown = null,
    { status = body === null ? 204 : 200, statusText = '', headers }: FlushOptions = {},
  ): void {
    this.#end(`answered with ${status}`);
    const config = this.#config;
    const { responseType = 'text', validateStatus } = config;
    const isText = responseType === 'text' || responseType === 'json';
    const isJson = isText && body !== null && typeof body !== 'string';
    const response: AxiosResponse = {
      data: isJson ? JSON.stringify(body) : (body ?? (isText ? '' : body)),
      status,
      statusText,
      headers: headersOf(headers, isJson),
      config,
      request: this.#sent(),
    };
    if (!validateStatus || validateStatus(status)) this.#settle.resolve(response);
    else this.#settle.reject(refusal(response));
  }

  /** Fails without an answer, as axios says it: the network is gone, the time is up, or with an error of your own. */
  error(what: 'network' | 'timeout' | Error = 'network'): void {
    this.#end('failed');
    this.#settle.reject(typeof what === 'string' ? this.#failure(what) : what);
  }

  /** Tells whoever watches how far the upload or download has come. */
  progress(direction: 'upload' | 'download', { loaded, total }: TestProgress): void {
    this.#assertOpen();
    const listen = direction === 'upload' ? this.#config.onUploadProgress : this.#config.onDownloadProgress;
    const event = { loaded, total, bytes: loaded, lengthComputable: total !== undefined, [direction]: true };
    listen?.({ ...event, ...(total ? { progress: loaded / total } : {}) } as AxiosProgressEvent);
  }

  #end(fate: string): void {
    this.#assertOpen();
    this.#fate = fate;
    this.#stopWatching?.(); // not there yet where it was aborted before it came
  }

  #assertOpen(): void {
    if (this.#fate !== 'open') throw new Error(`There is nobody left to answer: ${this}.`);
  }

  #failure(what: 'network' | 'timeout'): AxiosError {
    const { timeout, timeoutErrorMessage, transitional } = this.#config;
    if (what === 'network') return new AxiosError('Network Error', AxiosError.ERR_NETWORK, this.#config, this.#sent());

    const message = timeoutErrorMessage ?? (timeout ? `timeout of ${timeout}ms exceeded` : 'timeout exceeded');
    const code = transitional?.clarifyTimeoutError ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED;

    return new AxiosError(message, code, this.#config, this.#sent());
  }

  /** What stands for the browser's request: applications ask for it to tell that something was sent. */
  #sent(): { responseURL: string } {
    return { responseURL: this.url };
  }
}

/** With names in lower case, as browsers hand them out. */
function headersOf(given: Record<string, string> = {}, isJson: boolean): AxiosHeaders {
  const headers = new AxiosHeaders(isJson ? { 'content-type': 'application/json' } : {});
  for (const [name, value] of Object.entries(given)) headers.set(name.toLowerCase(), value);

  return headers;
}

function refusal(response: AxiosResponse): AxiosError {
  const { status, config, request } = response;
  const code = status >= 400 && status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE;

  return new AxiosError(`Request failed with status code ${status}`, code, config, request, response);
}
