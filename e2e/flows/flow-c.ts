import { provideAxios, TokenSet, withSession } from 'ngx-axios';

/** C. Dual token: the access token in memory, the refresh token an HttpOnly cookie; a 403 from the refresh ends it. */
export const flowC = () =>
  provideAxios(
    { baseURL: '/c/api', timeout: 10_000 },
    withSession({
      tokens: 'access-in-memory',
      refresh: (_tokens, http) => http.post<TokenSet>('/auth/refresh'),
      refused: 403,
      login: '/login',
    }),
  );
