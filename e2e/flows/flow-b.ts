import { provideAxios, TokenSet, withSession } from 'ngx-axios';

/** B. Body token with a predicate of the application's own, a header of another name, and the tokens kept on the device. */
export const flowB = () =>
  provideAxios(
    { baseURL: '/b/api' },
    withSession({
      tokens: 'body',
      store: 'localStorage',
      expired: ({ status, body }) => status === 403 && body()?.['code'] === 'TOKEN_EXPIRED',
      refresh: ({ refreshToken }, http) =>
        refreshToken ? http.post<TokenSet>('/auth/refresh', { refreshToken }) : null,
      authorize: (accessToken) => ({ Authentication: `Bearer ${accessToken}` }),
      login: '/login',
    }),
  );
