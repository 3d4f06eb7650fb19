import { createAlova } from 'alova';
import { createServerTokenAuthentication } from 'alova/client';
import adapterFetch from 'alova/fetch';
import { StoredTokens } from './stored-tokens.ts';
import type { Client, System, TokenSet } from './system.ts';

/** What an application makes of an answer: alova.js.org, "Global Interceptor". */
async function read(response: Response): Promise<unknown> {
  if (response.status >= 400) throw new Error(response.statusText, { cause: response });

  return response.json();
}

export const system: System = {
  name: 'alova',
  about: '`createServerTokenAuthentication` with `alova/fetch`, as alova.js.org says for a server that answers 401',
  packages: ['alova'],
  speaks: ['body', 'cookies'],
  without: {
    // offered: `ended` ("redirect to login page once token refresh failed"), `shared` (`localStorage`), `same-client` (`authRole`)
    lifetime: 'server-based authentication waits for the 401',
    transform: 'it has nothing that changes every body',
    guard: 'it has none',
    stability: 'Angular does not know of its requests',
    early: 'it waits for the 401',
  },
  open({ api, timeout, refresh, signInAgain, onRequest, onResponse }) {
    const tokens = new StoredTokens();
    const usual = async (): Promise<TokenSet> => {
      const { refreshToken } = tokens;
      const method = alova.Post<TokenSet>(api.refresh, refreshToken === null ? {} : { refreshToken });
      method.meta = { authRole: 'refreshToken' };

      return method;
    };
    const { onAuthRequired, onResponseRefreshToken } = createServerTokenAuthentication({
      refreshTokenOnSuccess: {
        isExpired: ({ status }) => status === 401,
        handler: async () => {
          try {
            tokens.keep(await refresh(usual));
          } catch (error) {
            signInAgain();
            throw error;
          }
        },
      },
      assignToken: ({ config }) => {
        if (tokens.accessToken) config.headers['Authorization'] = `Bearer ${tokens.accessToken}`;
      },
    });
    const create = () =>
      createAlova({
        baseURL: api.prefix,
        timeout,
        requestAdapter: adapterFetch(),
        beforeRequest: onAuthRequired(({ url }) => onRequest?.(url)),
        responded: onResponseRefreshToken({
          onSuccess: (response: Response, { url }) => {
            onResponse?.(url);

            return read(response);
          },
          onError: (error: unknown, { url }) => {
            onResponse?.(url);
            throw error;
          },
        }),
      });
    const alova = create();
    const calls = (instance: ReturnType<typeof create>): Client => ({
      get: (url) => instance.Get(url).send(),
      send: ({ method, url, body, headers }) => {
        const request =
          method === 'GET' ? instance.Get(url) : instance.Post(url, body as object, { ...(headers && { headers }) });

        return { answer: request.send(), cancel: () => void request.abort() };
      },
    });

    return {
      ...calls(alova),
      second: calls(create()),
      signIn: (fresh) => tokens.keep(fresh),
      signOut: () => tokens.clear(),
    };
  },
};
