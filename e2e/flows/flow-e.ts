import { provideAxios, TokenSet, withSession } from 'ngx-axios';

/** E. The ten steps: a list of statuses, the header attached automatically, the refresh as a separate call with a cookie. */
export const flowE = () =>
  provideAxios(
    { baseURL: '/e/api' },
    withSession({
      tokens: 'access-in-memory',
      expired: [401, 419],
      refresh: (_tokens, http) => http.post<TokenSet>('/auth/refresh'),
      login: '/login',
    }),
  );
