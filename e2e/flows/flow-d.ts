import { provideAxios, TokenSet, withSession } from 'ngx-axios';

/** D. Body status code: an answer with HTTP status 200 says in its body that the token has expired. */
export const flowD = () =>
  provideAxios(
    { baseURL: '/d/api' },
    withSession({
      tokens: 'body',
      expired: ({ body }) => body()?.['statusCode'] === 401,
      refresh: ({ refreshToken }, http) =>
        refreshToken ? http.post<TokenSet>('/auth/refresh', { refreshToken }) : null,
      login: '/login',
    }),
  );
