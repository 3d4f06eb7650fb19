import axios, { type AxiosInstance } from 'axios';
import createAuthRefresh from 'axios-auth-refresh';
import { applyAuthTokenInterceptor, setAuthTokens } from 'axios-jwt';
import type { Contender, Network, Open, Tokens } from './contender.ts';

function instanceFor({ baseURL, adapter }: Network): AxiosInstance {
  return axios.create({ baseURL, ...(adapter ? { adapter } : {}) });
}

function promising(instance: AxiosInstance): Contender {
  return {
    get: (url) => instance.get(url),
    start: (url) => {
      const controller = new AbortController();
      const settled = instance.get(url, { signal: controller.signal }).catch((failure: unknown) => failure);

      return { settled, cancel: () => controller.abort() };
    },
  };
}

async function refreshed({ baseURL }: Network, refreshToken: string): Promise<Tokens> {
  return (await axios.post<Tokens>(`${baseURL}/auth/refresh`, { refreshToken })).data;
}

/** With an interceptor that attaches the token, as nearly every application has one. */
export const plainAxios: Open = (network, { accessToken }) => {
  const instance = instanceFor(network);
  instance.interceptors.request.use((config) => {
    config.headers.set('Authorization', `Bearer ${accessToken}`);

    return config;
  });

  return promising(instance);
};

/** As its README has it; `deduplicateRefresh: false`, because the default rejects all but the first of concurrent 401s. */
export const axiosAuthRefresh: Open = (network, tokens) => {
  let held = tokens;
  const instance = instanceFor(network);
  instance.interceptors.request.use((config) => {
    config.headers['Authorization'] = `Bearer ${held.accessToken}`;

    return config;
  });
  createAuthRefresh(
    instance,
    async (failed: { response: { config: { headers: Record<string, string> } } }) => {
      held = await refreshed(network, held.refreshToken);
      failed.response.config.headers['Authorization'] = `Bearer ${held.accessToken}`;
    },
    { deduplicateRefresh: false },
  );

  return promising(instance);
};

/** As its README has it. Reads the lifetime out of a JWT, and knows no 401. */
export const axiosJwt: Open = async (network, tokens) => {
  const instance = instanceFor(network);
  applyAuthTokenInterceptor(instance, { requestRefresh: (refreshToken) => refreshed(network, String(refreshToken)) });
  await setAuthTokens(tokens);

  return promising(instance);
};
