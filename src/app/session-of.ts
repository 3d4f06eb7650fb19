import { EnvironmentProviders, inject } from '@angular/core';
import { AxiosClient, provideAxios, TokenSet, withSession, withTabs } from 'ngx-axios';
import { Kind, KINDS } from './playground/kind';
import { Refreshes } from './playground/refreshes';

/** A session of one kind, as an application has it; only that what `refresh` does is watched. */
export function provideSessionOf(kind: Kind): EnvironmentProviders {
  const { baseURL } = KINDS[kind];

  return provideAxios({ baseURL, timeout: 20_000 }, sessionOf(kind), withTabs({ namespace: `playground-${kind}` }));
}

function sessionOf(tokens: Kind) {
  if (tokens !== 'body') {
    return withSession({
      tokens,
      refresh: (_tokens, http: AxiosClient) => inject(Refreshes).watch(http.post<TokenSet>('/auth/refresh')),
      signOut: (_tokens, http: AxiosClient) => http.post('/auth/sign-out'),
      login: '/login',
    });
  }

  return withSession({
    tokens,
    refresh: ({ refreshToken }, http: AxiosClient) =>
      refreshToken ? inject(Refreshes).watch(http.post<TokenSet>('/auth/refresh', { refreshToken })) : null,
    signOut: ({ refreshToken }, http: AxiosClient) => http.post('/auth/sign-out', { refreshToken }),
    login: '/login',
  });
}
