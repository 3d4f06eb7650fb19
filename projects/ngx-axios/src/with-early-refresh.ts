import { EarlyRefreshOptions, provideEarlyRefresh } from 'ngx-axios/session';
import { AxiosFeature } from './axios-feature';

/**
 * Renews an access token before it runs out, so that no request meets its end. Needs a token whose lifetime is known. A page that
 * is hidden renews nothing, and catches up when it is shown; a refresh that fails changes nothing while the access token lives.
 *
 * @example
 * ```ts
 * import { provideAxios, TokenSet, withEarlyRefresh, withSession } from 'ngx-axios';
 *
 * provideAxios(
 *   { baseURL: '/api' },
 *   withSession({ tokens: 'access-in-memory', refresh: (_, http) => http.post<TokenSet>('/auth/refresh') }),
 *   withEarlyRefresh({ leeway: 30_000 }),
 * );
 * ```
 */
export function withEarlyRefresh(options: EarlyRefreshOptions = {}): AxiosFeature {
  return { kind: 'early-refresh', providers: [provideEarlyRefresh(options, 'withEarlyRefresh')] };
}
