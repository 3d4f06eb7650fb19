import { type AxiosError, type AxiosInstance, isAxiosError } from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';
import { NOT_DESCRIBED, type Recipe } from './recipe.ts';
import type { Surroundings, System, TokenSet } from './system.ts';

type Retried = InternalAxiosRequestConfig & { _retry?: boolean };

export const COOKIES: Pick<System, 'packages' | 'speaks' | 'without'> = {
  packages: ['axios'],
  speaks: ['a'],
  without: { ...NOT_DESCRIBED, 'body-tokens': 'the browser holds its cookies' },
};

/**
 * Recipe A: both tokens are cookies; a 401 leads to a refresh without a body, and the request is sent again once. There is no lock.
 *
 * @param mayRetry - What the flag says that tells a request from its second send.
 */
export function cookieRotation(
  instance: AxiosInstance,
  { api, refresh, signInAgain }: Surroundings,
  mayRetry: (flag: boolean | undefined) => boolean,
): Recipe {
  instance.interceptors.response.use(undefined, async (error: AxiosError) => {
    const config = error.config as Retried;
    if (error.response?.status !== 401) throw error;
    if (config.url === api.refresh) {
      signInAgain();
      throw error;
    }
    if (!mayRetry(config._retry)) throw error;
    config._retry = true;
    await refresh(async () => (await instance.post<TokenSet>(api.refresh)).data);

    return instance(config);
  });

  return {
    signIn: () => undefined, // the server has set its cookies
    signOut: async () => {
      await instance.post(api.signOut).catch((failure: unknown) => {
        if (!isAxiosError(failure)) throw failure;
      });
    },
  };
}
