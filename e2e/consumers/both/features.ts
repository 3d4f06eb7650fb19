import { TokenSet, withEarlyRefresh, withSession, withTabs } from 'ngx-axios';

/** What both applications give their client. With `?alone` the page shares its session with no other. */
export const features = [
  withSession({
    tokens: 'access-in-memory',
    refresh: (_tokens, http) => http.post<TokenSet>('/auth/refresh'),
    login: '/login',
  }),
  withEarlyRefresh(),
  ...(new URLSearchParams(location.search).has('alone') ? [] : [withTabs({ namespace: 'consumer' })]),
];
