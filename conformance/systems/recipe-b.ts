import axios, { type AxiosError } from 'axios';
import { NOT_DESCRIBED, recipe } from './recipe.ts';
import { StoredTokens } from './stored-tokens.ts';
import type { System, TokenSet } from './system.ts';

/** What the application takes for expired. */
const isExpired = ({ response }: AxiosError): boolean =>
  (response?.data as { code?: string } | undefined)?.code === 'TOKEN_EXPIRED';

/** Body token with a predicate of the application: a lock that stays closed when a refresh fails, and waiters that only resolve. */
export const system: System = {
  name: 'recipe B',
  about: 'tokens in the body, a predicate of the application, a lock and a list of those who wait',
  packages: ['axios'],
  speaks: ['b'],
  without: {
    ...NOT_DESCRIBED,
    'same-client': 'it does not say through what it refreshes',
    ended: 'it hands the original error out',
  },
  open: (surroundings) =>
    recipe(surroundings, (instance) => {
      const { api, timeout, refresh } = surroundings;
      const tokens = new StoredTokens(); // "the refresh token is read from the device"
      let locked = false;
      const waiting: ((accessToken: string) => void)[] = [];

      instance.interceptors.request.use((config) => {
        if (tokens.accessToken) config.headers.set('Authentication', `Bearer ${tokens.accessToken}`);

        return config;
      });
      instance.interceptors.response.use(undefined, async (error: AxiosError) => {
        const { refreshToken } = tokens;
        if (!isExpired(error) || !refreshToken) throw error;

        const again = new Promise((resolve) => waiting.push(() => resolve(instance(error.config!))));
        if (!locked) {
          locked = true;
          const fresh = await refresh(
            async () => (await axios.post<TokenSet>(api.prefix + api.refresh, { refreshToken }, { timeout })).data,
          );
          tokens.keep(fresh);
          locked = false;
          waiting.splice(0).forEach((wake) => wake(fresh.accessToken!));
        }

        return again;
      });

      return { signIn: (fresh) => tokens.keep(fresh), signOut: () => tokens.clear() };
    }),
};
