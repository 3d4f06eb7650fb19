import { provideAxios, withSession } from 'ngx-axios';

/** A. Cookie rotation: both tokens are HttpOnly cookies, and the refresh has no body and no answer to read. */
export const flowA = () =>
  provideAxios(
    { baseURL: '/a/api/v1', timeout: 20_000, withCredentials: true },
    withSession({
      tokens: 'cookies',
      refresh: (_tokens, http) => http.post('/auth/refresh-token'),
      login: '/login',
    }),
  );
