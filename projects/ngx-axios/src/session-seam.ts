import { AxiosAdapter, AxiosInstance, AxiosRequestConfig, InternalAxiosRequestConfig } from 'axios';
import { ɵExchange as Exchange, ɵExchanges as Exchanges } from 'ngx-axios/session';
import { BeginRequest } from './axios-feature';
import { Crossing } from './crossing';

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

    return new Crossing(config, exchangeOf(config), exchanges, network).run();
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
