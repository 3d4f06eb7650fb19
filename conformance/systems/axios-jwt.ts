import axios, { type AxiosInstance } from 'axios';
import { applyAuthTokenInterceptor, clearAuthTokens, setAuthTokens, type TokenRefreshRequest } from 'axios-jwt';
import { applicationInterceptors } from './application-interceptors.ts';
import { axiosCalls } from './axios-calls.ts';
import { bodyTransform } from './body-transform.ts';
import type { System, TokenSet } from './system.ts';

export const system: System = {
  name: 'axios-jwt',
  about: 'as its README applies it, with `localStorage`, its default',
  packages: ['axios-jwt', 'axios'],
  byTheClock: true, // README: it "parses the expiration time" and refreshes before a request
  speaks: ['body'], // README, "What does it do?": it stores access and refresh tokens; nothing of cookies
  without: {
    // offered: `lifetime` (README: "checks to see if it is expired before every request"), `shared` (`localStorage`)
    replays: 'it refreshes before it sends, and sends once',
    ended: 'its README has nothing that tells the application',
    'same-client': 'its README: "Do NOT use the axios instance"',
    guard: 'it has none',
    stability: 'Angular does not know of its requests',
    early: 'it refreshes when a request is sent',
  },
  open(surroundings) {
    const { api, timeout, refresh } = surroundings;
    // README, "Applying the interceptor": through another axios than the instance, and an object where tokens rotate
    const requestRefresh: TokenRefreshRequest = async (refreshToken) => {
      const fresh = await refresh(
        async () => (await axios.post<TokenSet>(api.prefix + api.refresh, { refreshToken }, { timeout })).data,
      );

      return { accessToken: fresh.accessToken!, refreshToken: fresh.refreshToken! };
    };
    const create = (): AxiosInstance => {
      const instance = axios.create({ baseURL: api.prefix, timeout, ...bodyTransform(surroundings) });
      applyAuthTokenInterceptor(instance, { requestRefresh });
      applicationInterceptors(instance, surroundings);

      return instance;
    };

    return {
      ...axiosCalls(create()),
      second: axiosCalls(create()),
      signIn: ({ accessToken = '', refreshToken = '' }) => setAuthTokens({ accessToken, refreshToken }),
      signOut: () => clearAuthTokens(),
    };
  },
};
