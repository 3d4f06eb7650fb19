import { AxiosInstance } from 'axios';
import { AXIOS_SETUPS, AxiosFeature, AxiosSetup } from './axios-feature';

/**
 * Installs a plugin or an interceptor on the axios instance. May be given several times; they run in the order given.
 *
 * @param install - Called once, in an injection context, with the instance that has the session.
 * @param options - `refresh: true` calls it also with the instance that `refresh` and `signOut` are handed, which has none.
 *
 * @example
 * ```ts
 * import axiosRetry from 'axios-retry';
 * import { provideAxios, withAxios } from 'ngx-axios';
 *
 * provideAxios({ baseURL: '/api' }, withAxios((axios) => axiosRetry(axios, { retries: 2 })));
 * ```
 */
export function withAxios(
  install: (instance: AxiosInstance) => void,
  { refresh = false }: { refresh?: boolean } = {},
): AxiosFeature {
  const setup: AxiosSetup = { install, refresh };

  return {
    kind: refresh ? 'axios-with-refresh' : 'axios',
    providers: [{ provide: AXIOS_SETUPS, useValue: setup, multi: true }],
  };
}
