import axios, {
  Axios,
  AxiosAdapter,
  AxiosError,
  AxiosHeaders,
  AxiosInstance,
  AxiosResponse,
  InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios';
import { Credentials, isSessionError, ɵExchange as Exchange, ɵExchanges as Exchanges } from 'ngx-axios/session';
import { firstValueFrom, merge, Observable } from 'rxjs';
import { answerOf, asAxiosError, failureOf } from './axios-answer';
import { BeginRequest } from './axios-feature';
import { cancelled$ } from './cancelled';
import { fetchWithoutRedirects, isBrowserAdapter } from './fetch-without-redirects';
import { isReplayable } from './replayable';

declare const ngDevMode: boolean | undefined;

/** What the seam remembers of a request. A plugin that sends the request again brings it along in the configuration. */
interface Passage {
  /** The adapter in effect for this request, which really sends. */
  readonly adapter?: InternalAxiosRequestConfig['adapter'];
  readonly exchange: Exchange;
}

const PASSAGE = Symbol('ngx-axios passage');

type SeamConfig = InternalAxiosRequestConfig & { [PASSAGE]?: Passage };

/** Makes the URL that the adapter will ask for, without defaults that a request interceptor may have taken away. */
const bare = new Axios({});

/**
 * Where the session meets axios: an adapter around whatever adapter is in effect. There a request is the bytes that go out, so
 * that a replay is those bytes, and response interceptors see only the final outcome.
 *
 * The request interceptor that puts it there is the first one registered, and so runs last, after all of the application's.
 *
 * @returns What binds a request to the session before the application's interceptors run, which may take their time.
 */
export function connectSession(instance: AxiosInstance, exchanges: Exchanges): BeginRequest {
  const seam: AxiosAdapter = (config: SeamConfig) => cross(config, config[PASSAGE]!, exchanges);

  instance.interceptors.request.use(
    (config: SeamConfig) => {
      const passage = config[PASSAGE]; // there already when a plugin sends a request again
      const adapter = config.adapter === seam ? passage?.adapter : config.adapter;
      config[PASSAGE] = { adapter, exchange: passage?.exchange ?? exchanges.begin() };
      config.adapter = seam;

      return config;
    },
    undefined,
    { synchronous: true },
  );
  if (typeof ngDevMode === 'undefined' || ngDevMode) warnOfWaysAround(instance);

  return (config) =>
    Object.assign(config, { [PASSAGE]: { exchange: exchanges.begin(), ...(config as SeamConfig)[PASSAGE] } });
}

/** Two calls on the instance lose the session without a word: development gets one. */
function warnOfWaysAround(instance: AxiosInstance): void {
  const { request } = instance.interceptors;
  const clear = request.clear.bind(request);
  request.clear = () => {
    clear();
    console.warn(
      'ngx-axios: `interceptors.request.clear()` has removed the session from this client. Eject your own interceptors instead.',
    );
  };
  const create = instance.create.bind(instance);
  instance.create = (config) => {
    const created = create(config);
    // Plugins create instances that they may never use, so the word comes with the first request.
    const id = created.interceptors.request.use((request) => {
      created.interceptors.request.eject(id);
      console.warn(
        'ngx-axios: `axiosRef.create()` has made an instance without the session. Use `axiosRef` itself, or `provideAxios` again.',
      );
      return request;
    });
    return created;
  };
}

/** A request's way: attach, send, recover once. */
async function cross(config: SeamConfig, { adapter, exchange }: Passage, exchanges: Exchanges): Promise<AxiosResponse> {
  const transport = axios.getAdapter(adapter ?? axios.defaults.adapter, config);
  const url = mayCarryCredentials(config) ? exchanges.allowed(uriOf(config)) : null;
  if (!url) return transport(config);

  const headersFor = (credentials: Credentials) =>
    exchanges.headers(credentials, { method: config.method!.toUpperCase(), url });
  const credentials = exchange.ready() ?? (await settled(exchange.credentials$, config));
  const headers = headersFor(credentials);
  if (Object.keys(headers).some((name) => config.headers.has(name))) return transport(config); // it brings its own

  let failure: AxiosError;
  try {
    const response = await sendWith(headers, config, transport, exchanges);
    if (!exchanges.isExpired(answerOf(response))) return response;
    failure = failureOf(response, config);
  } catch (error) {
    if (!isAxiosError(error) || !error.response || !exchanges.isExpired(answerOf(error.response))) throw error;
    failure = error;
  }
  const sendAgain = (fresh: Credentials) => sendWith(headersFor(fresh), config, transport, exchanges);
  const mayReplay = config.replay !== false && isReplayable(config.data);

  return settled(exchange.recover(failure, credentials, mayReplay ? sendAgain : null), config);
}

/** Sends with headers that are taken off again, so that neither what is handed out nor a second send carries them. */
async function sendWith(
  credentials: Record<string, string>,
  config: SeamConfig,
  transport: AxiosAdapter,
  exchanges: Exchanges,
): Promise<AxiosResponse> {
  const { headers, withCredentials } = config;
  config.headers = withCredentialHeaders(headers, credentials);
  if (exchanges.kind === 'cookies') config.withCredentials ??= true;
  const refuses =
    exchanges.redirects === 'refuse' && Object.keys(credentials).some(survivesRedirect) && isBrowserAdapter(transport);
  try {
    const response = await (refuses ? fetchWithoutRedirects : transport)(config);
    takeOff(response.request, credentials);

    return response;
  } catch (error) {
    if (isAxiosError(error)) takeOff(error.request, credentials);
    throw error;
  } finally {
    config.headers = headers;
    config.withCredentials = withCredentials;
  }
}

/** The fetch adapter hands out the `Request`, with the headers that it was sent with. */
function takeOff(request: unknown, credentials: Record<string, string>): void {
  if (typeof Request === 'undefined' || !(request instanceof Request)) return;

  for (const name of Object.keys(credentials)) request.headers.delete(name);
}

/** The headers with the credentials among them, as a copy: an interceptor may have put one object into many requests. */
function withCredentialHeaders(headers: AxiosHeaders, credentials: Record<string, string>): AxiosHeaders {
  const copy = Object.assign(new AxiosHeaders(), headers);
  for (const [name, value] of Object.entries(credentials)) copy.set(name, value);

  return copy;
}

/** Browsers drop `Authorization` when a redirect leaves the origin, and forward every other header. */
function survivesRedirect(header: string): boolean {
  return header.toLowerCase() !== 'authorization';
}

function mayCarryCredentials(config: SeamConfig): boolean {
  return config.session !== false && !config.headers.has('Authorization') && !config.auth;
}

/** The URL that the adapter will ask for. One that axios refuses to build is left to the adapter to refuse. */
function uriOf({ url, baseURL, allowAbsoluteUrls, params, paramsSerializer }: SeamConfig): string {
  try {
    return bare.getUri({ url, baseURL, allowAbsoluteUrls, params, paramsSerializer });
  } catch {
    return 'about:invalid';
  }
}

/** Waits, as long as the caller does, and gives the session's errors the shape that axios and its plugins know. */
async function settled<T>(wait$: Observable<T>, config: SeamConfig): Promise<T> {
  try {
    return await firstValueFrom(merge(wait$, cancelled$(config)));
  } catch (error) {
    throw isSessionError(error) ? asAxiosError(error, config) : error;
  }
}
