import axios, {
  AxiosAdapter,
  AxiosError,
  AxiosInstance,
  AxiosRequestConfig,
  AxiosResponse,
  InternalAxiosRequestConfig,
} from 'axios';
import {
  Credentials,
  isSessionError,
  ɵExchange as Exchange,
  ɵExchanges as Exchanges,
  ɵisReplayable as isReplayable,
  ɵsnapshot as snapshot,
} from 'ngx-axios/session';
import { firstValueFrom, Observable, switchMap, takeUntil } from 'rxjs';
import { answerOf, asAxiosError, failureOf, handOut, settle, Settled } from './axios-answer';
import { BeginRequest } from './axios-feature';
import { cancelled$ } from './cancelled';
import { sendElsewhere, sendWith } from './outgoing';
import { destinationOf, uriOf } from './uri-of';

declare const ngDevMode: boolean | undefined;

/**
 * What the seam remembers of a request. A plugin that sends the request again brings it along in the configuration; axios hands on what
 * is of a class, and would copy anything else deeply.
 */
class Passage {
  constructor(
    readonly exchange: Exchange,
    /** The adapter in effect for this request, which really sends. */
    readonly adapter?: AxiosRequestConfig['adapter'],
  ) {}
}

/**
 * Where the session meets axios: an adapter around whatever adapter is in effect. There a request is the bytes that go out, so
 * that a replay is those bytes, and response interceptors see only the final outcome.
 *
 * The request interceptor that puts it there is the first one registered, and so runs last, after all of the application's.
 *
 * @param network - What really sends, instead of the adapter in effect.
 * @returns What binds a request to the session before the application's interceptors run, which may take their time.
 */
export function connectSession(
  instance: AxiosInstance,
  exchanges: Exchanges,
  network: AxiosAdapter | null = null,
): BeginRequest {
  // One for each instance: what a request of another one failed with may be sent through this one.
  const passage = Symbol('ngx-axios passage');
  type Passing<Config> = Config & { [passage]?: Passage };

  const exchangeOf = (config: Passing<AxiosRequestConfig>) => config[passage]?.exchange ?? exchanges.begin();
  const seam: AxiosAdapter = (config: Passing<InternalAxiosRequestConfig>) => {
    config.adapter = config[passage]?.adapter; // what is handed out has the adapter that the application knows

    return cross(config, exchangeOf(config), exchanges, network);
  };
  instance.interceptors.request.use(
    (config: Passing<InternalAxiosRequestConfig>) => {
      config[passage] = new Passage(exchangeOf(config), config.adapter);
      config.adapter = seam;

      return config;
    },
    undefined,
    { synchronous: true },
  );
  if (typeof ngDevMode === 'undefined' || ngDevMode) warnOfWaysAround(instance, (config) => passage in config);

  return (config) => Object.assign(config, { [passage]: new Passage(exchangeOf(config)) });
}

/** Two calls on the instance lose the session without a word: development gets one. */
function warnOfWaysAround(instance: AxiosInstance, hasPassed: (config: AxiosRequestConfig) => boolean): void {
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
      if (hasPassed(request)) return request; // a plugin sends on what has come through the session
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
async function cross(
  config: InternalAxiosRequestConfig,
  exchange: Exchange,
  exchanges: Exchanges,
  network: AxiosAdapter | null,
): Promise<AxiosResponse> {
  const transport = axios.getAdapter(config.adapter ?? axios.defaults.adapter, config);
  const sender = network ?? transport;
  if (config.session === false) return sender(config);
  const isAllowed = exchanges.allows(destinationOf(config));
  if (!isAllowed) return sendElsewhere(config, sender);
  const hasOwn = config.headers.has('Authorization') || config.auth;
  if (hasOwn) return sendWith(null, { config, transport, network, exchanges });

  config.data = snapshot(config.data); // what the caller does with it while the request waits is not sent

  const attempt = async (count: number, credentials: Credentials, mayCarry: boolean): Promise<Attempt> => {
    if (!mayCarry) return { ...(await settle(sendElsewhere(config, sender))), expired: false };

    const headers = asked(config, () => exchanges.headers(credentials, config.method!, () => uriOf(config)));
    const takesPart = credentials.session !== 0 && !Object.keys(headers).some((name) => config.headers.has(name));
    const outgoing = { config, transport, network, exchanges };
    const answer = await settle(sendWith(takesPart ? headers : null, outgoing, count));

    return { ...answer, expired: takesPart && asked(config, () => saysExpired(answer.response, exchanges)) };
  };
  // Where to is asked anew: while a request waits, a script may have changed the page's <base>, or the configuration.
  const nextAttempt = (count: number, credentials: Credentials) =>
    attempt(count, credentials, exchanges.allows(destinationOf(config)));

  const recover = async (credentials: Credentials, first: Attempt): Promise<AxiosResponse> => {
    if (!first.expired) return handOut(first);

    const sendAgain = async (fresh: Credentials): Promise<AxiosResponse> => {
      const second = await nextAttempt(2, fresh);
      if (second.expired) exchange.refusedAgain(fresh);

      return handOut(second); // whatever has come: there is no third send
    };
    const failure = first.failure ?? failureOf(first.response!, config);
    const mayReplay = config.replay !== false && isReplayable(config.data);

    return settled(exchange.recover(failure, credentials, mayReplay ? sendAgain : null), config);
  };
  const ready = exchange.ready();
  if (ready) return recover(ready, await attempt(1, ready, isAllowed));

  // What had to be waited for is sent the moment it is there: a moment later somebody may have signed out.
  const send = async (credentials: Credentials) => recover(credentials, await nextAttempt(1, credentials));

  return settled(exchange.credentials$.pipe(switchMap(send)), config);
}

/** One send and what it came to. */
interface Attempt extends Settled {
  /** The answer says that the access token it was sent with has expired. */
  readonly expired: boolean;
}

/** Whether an answer says "expired". One that a redirect has brought from elsewhere says nothing about this session. */
function saysExpired(response: AxiosResponse | undefined, exchanges: Exchanges): boolean {
  if (!response || !exchanges.isExpired(answerOf(response))) return false;
  const request: unknown = response.request;
  const isXhr = typeof XMLHttpRequest !== 'undefined' && request instanceof XMLHttpRequest; // only XHR tells where it came from

  return !isXhr || !request.responseURL || exchanges.allows(request.responseURL);
}

/** Asks the application. What it throws is handed out in the shape that plugins handle. */
function asked<T>(config: InternalAxiosRequestConfig, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw AxiosError.from(error as Error, AxiosError.ERR_BAD_OPTION_VALUE, config);
  }
}

/** Waits, as long as the caller does, and gives the session's errors the shape that axios and its plugins know. */
async function settled<T>(wait$: Observable<T>, config: InternalAxiosRequestConfig): Promise<T> {
  try {
    return await firstValueFrom(wait$.pipe(takeUntil(cancelled$(config))));
  } catch (error) {
    throw isSessionError(error) ? asAxiosError(error, config) : error;
  }
}
