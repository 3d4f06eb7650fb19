import type { AxiosError, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { NOT_DESCRIBED, recipe } from './recipe.ts';
import { StoredTokens } from './stored-tokens.ts';
import type { System, TokenSet } from './system.ts';

/** How long it waits before every refresh, anew with every further refusal. In milliseconds. */
const DEBOUNCE = 500;

interface Kept {
  readonly config: InternalAxiosRequestConfig;
  readonly resolve: (answer: unknown) => void;
}

/** The code in the body: what is kept when the refresh is refused never settles. */
export const system: System = {
  name: 'recipe D',
  about: 'the status is in the body; refused requests are kept, and sent again after a debounced refresh',
  packages: ['axios'],
  speaks: ['d'],
  without: NOT_DESCRIBED,
  open: (surroundings) =>
    recipe(surroundings, (instance) => {
      const { api, refresh, signInAgain } = surroundings;
      const tokens = new StoredTokens();
      let kept: Kept[] = [];
      let timer: ReturnType<typeof setTimeout> | undefined;

      const renew = async () => {
        const { refreshToken } = tokens;
        tokens.keep(await refresh(async () => (await instance.post<TokenSet>(api.refresh, { refreshToken })).data));
        const again = kept;
        kept = [];
        for (const { config, resolve } of again) resolve(instance(config));
      };
      const recover = ({ config }: AxiosResponse) => {
        if (config.url === api.refresh) {
          kept = [];
          tokens.clear();
          signInAgain();

          return Promise.reject(new Error('Please sign in.'));
        }
        clearTimeout(timer);
        timer = setTimeout(() => void renew(), DEBOUNCE);

        return new Promise((resolve) => kept.push({ config, resolve }));
      };
      const isExpired = ({ status, data }: AxiosResponse): boolean =>
        status === 401 || (data as { statusCode?: number } | null)?.statusCode === 401;

      instance.interceptors.request.use((config) => {
        if (tokens.accessToken) config.headers.set('Authorization', `Bearer ${tokens.accessToken}`);

        return config;
      });
      instance.interceptors.response.use(
        (response) => (isExpired(response) ? (recover(response) as never) : response),
        (error: AxiosError) => (isExpired(error.response!) ? recover(error.response!) : Promise.reject(error)),
      );

      return { signIn: (fresh) => tokens.keep(fresh), signOut: () => tokens.clear() };
    }),
};
