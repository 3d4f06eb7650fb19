import axios, { type AxiosInstance } from 'axios';
import {
  type AxiosAuthRefreshOptions,
  type AxiosAuthRefreshRequestConfig,
  createAuthRefresh,
} from 'axios-auth-refresh';
import { applicationInterceptors } from './application-interceptors.ts';
import { axiosCalls } from './axios-calls.ts';
import { bodyTransform } from './body-transform.ts';
import { StoredTokens } from './stored-tokens.ts';
import type { Opened, Surroundings, System, TokenSet } from './system.ts';

/** What the README offers: nothing besides the refresh. It keeps the token in `localStorage` ("Usage", "Request interceptor"). */
export const OFFERED: Pick<System, 'packages' | 'speaks' | 'without'> = {
  packages: ['axios-auth-refresh', 'axios'],
  speaks: ['body', 'cookies'],
  without: {
    lifetime: 'it waits for the 401',
    ended: 'its README has nothing that tells the application',
    guard: 'it has none',
    stability: 'Angular does not know of its requests',
    early: 'it waits for the 401',
  },
};

/** An application as the README sets it up. */
export function authRefreshApplication(surroundings: Surroundings, options: AxiosAuthRefreshOptions): Opened {
  const { api, timeout, sameClient, refresh } = surroundings;
  const tokens = new StoredTokens();

  const create = (): AxiosInstance => {
    const instance = axios.create({ baseURL: api.prefix, timeout, ...bodyTransform(surroundings) });
    const usual = async (): Promise<TokenSet> => {
      const { refreshToken } = tokens;
      const body = refreshToken === null ? undefined : { refreshToken };
      if (!sameClient) return (await axios.post<TokenSet>(api.prefix + api.refresh, body, { timeout })).data;

      // README, "Skipping the interceptor"; an application may look something up before.
      await Promise.resolve();
      const config: AxiosAuthRefreshRequestConfig = { skipAuthRefresh: true };

      return (await instance.post<TokenSet>(api.refresh, body, config)).data;
    };
    // README, "Usage"
    const refreshAuthLogic = (failed: { response: { config: { headers: Record<string, string> } } }) =>
      refresh(usual).then((fresh) => {
        tokens.keep(fresh);
        if (fresh.accessToken) failed.response.config.headers['Authorization'] = `Bearer ${fresh.accessToken}`;
      });
    createAuthRefresh(instance, refreshAuthLogic, options);
    // README, "Request interceptor"
    instance.interceptors.request.use((config) => {
      if (tokens.accessToken) config.headers.set('Authorization', `Bearer ${tokens.accessToken}`);

      return config;
    });
    applicationInterceptors(instance, surroundings);

    return instance;
  };

  return {
    ...axiosCalls(create()),
    second: axiosCalls(create()),
    signIn: (fresh) => tokens.keep(fresh),
    signOut: () => tokens.clear(),
  };
}
