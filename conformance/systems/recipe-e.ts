import axios, { type AxiosError } from 'axios';
import { NOT_DESCRIBED, recipe } from './recipe.ts';
import type { System, TokenSet } from './system.ts';

/** The ten steps: everything but a lock. */
export const system: System = {
  name: 'recipe E',
  about: 'ten steps with a list of statuses, one retry for each request, and the refresh token in a cookie',
  packages: ['axios'],
  speaks: ['e'],
  without: { ...NOT_DESCRIBED, 'same-client': 'its refresh is a separate call' },
  open: (surroundings) =>
    recipe(surroundings, (instance) => {
      const { api, timeout, refresh, signInAgain } = surroundings;
      let accessToken: string | undefined;

      instance.interceptors.request.use((config) => {
        if (accessToken) config.headers.set('Authorization', `Bearer ${accessToken}`);

        return config;
      });
      instance.interceptors.response.use(undefined, async (error: AxiosError) => {
        const config = error.config as typeof error.config & { _retry?: boolean };
        if (![api.expired.status].includes(error.response?.status ?? 0) || config._retry) throw error;

        config._retry = true;
        try {
          const usual = () =>
            axios.post<TokenSet>(api.prefix + api.refresh, undefined, { timeout, withCredentials: true });
          ({ accessToken } = await refresh(async () => (await usual()).data));
        } catch (failure) {
          accessToken = undefined;
          signInAgain();
          throw failure;
        }

        return instance(config);
      });

      return {
        signIn: (fresh) => void (accessToken = fresh.accessToken),
        signOut: () => void (accessToken = undefined),
      };
    }),
};
