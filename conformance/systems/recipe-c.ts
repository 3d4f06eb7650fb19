import axios, { type AxiosError } from 'axios';
import { NOT_DESCRIBED, recipe } from './recipe.ts';
import type { System, TokenSet } from './system.ts';

/** Dual token: those who wait are never told that the refresh has failed, and an error without a response crashes it. */
export const system: System = {
  name: 'recipe C',
  about: 'the access token in memory, the refresh token an HttpOnly cookie, a flag and a list of those who wait',
  packages: ['axios'],
  speaks: ['c'],
  without: { ...NOT_DESCRIBED, 'same-client': 'its refresh goes beside the instance' },
  open: (surroundings) =>
    recipe(surroundings, (instance) => {
      const { api, timeout, refresh, signInAgain } = surroundings;
      let accessToken: string | undefined;
      let isRefreshing = false;
      let waiting: (() => void)[] = [];

      instance.interceptors.request.use((config) => {
        if (accessToken) config.headers.set('Authorization', `Bearer ${accessToken}`);

        return config;
      });
      instance.interceptors.response.use(undefined, async (error: AxiosError) => {
        const config = error.config as typeof error.config & { _retry?: boolean };
        if (error.response!.status !== 401 || config._retry) throw error;

        if (isRefreshing) await new Promise<void>((resolve) => waiting.push(resolve));
        else {
          isRefreshing = true;
          try {
            const usual = () =>
              axios.post<TokenSet>(api.prefix + api.refresh, undefined, { timeout, withCredentials: true });
            ({ accessToken } = await refresh(async () => (await usual()).data));
            waiting.forEach((resolve) => resolve());
            waiting = [];
          } catch (failure) {
            if ((failure as AxiosError).response!.status === api.refused.status) {
              accessToken = undefined;
              signInAgain();
            }
            throw failure;
          } finally {
            isRefreshing = false;
          }
        }
        config._retry = true;

        return instance(config);
      });

      return {
        signIn: (fresh) => void (accessToken = fresh.accessToken),
        signOut: () => void (accessToken = undefined),
      };
    }),
};
