import { provideTabs, TabsOptions } from 'ngx-axios/session';
import { AxiosFeature } from './axios-feature';

/**
 * Makes all tabs of a browser share one session: one refresh does for all, and who signs in or out in one tab does so in all. With
 * a refresh token that rotates, two tabs without it are enough to be signed out everywhere.
 *
 * Its record in IndexedDB is where the session outlives the page, so `withSession` takes no other store.
 *
 * @example
 * ```ts
 * import { provideAxios, TokenSet, withSession, withTabs } from 'ngx-axios';
 *
 * provideAxios(
 *   { baseURL: '/api' },
 *   withSession({
 *     tokens: 'body',
 *     refresh: ({ refreshToken }, http) =>
 *       refreshToken ? http.post<TokenSet>('/auth/refresh', { refreshToken }) : null,
 *   }),
 *   withTabs({ namespace: 'shop' }),
 * );
 * ```
 */
export function withTabs(options: TabsOptions): AxiosFeature {
  return { kind: 'tabs', providers: [provideTabs(options, 'withTabs')] };
}
