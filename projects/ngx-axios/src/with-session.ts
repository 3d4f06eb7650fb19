import { inject } from '@angular/core';
import axios, { CreateAxiosDefaults } from 'axios';
import { provideSession, SessionOptions, SessionTransport } from 'ngx-axios/session';
import { answerOfFailure } from './axios-answer';
import { AxiosClient } from './axios-client';
import { AXIOS_CONFIG, AXIOS_SETUPS, AxiosFeature, CONNECT_SESSION } from './axios-feature';
import { completeUrls } from './complete-urls';
import { fetchWithoutRedirects, isBrowserAdapter } from './fetch-without-redirects';
import { NETWORK } from './network';
import { sessionConnection } from './session-connection';

/**
 * Gives the client a session: credentials on every request to the allowed origins, one refresh for all requests that find
 * them expired, and each request sent again once.
 *
 * @example
 * ```ts
 * import { provideAxios, TokenSet, withSession } from 'ngx-axios';
 *
 * provideAxios(
 *   { baseURL: '/api' },
 *   withSession({
 *     tokens: 'body',
 *     refresh: ({ refreshToken }, http) =>
 *       refreshToken ? http.post<TokenSet>('/auth/refresh', { refreshToken }) : null,
 *     login: '/login',
 *   }),
 * );
 * ```
 */
export function withSession(options: SessionOptions<AxiosClient>): AxiosFeature {
  return {
    kind: 'session',
    providers: [
      provideSession(options, () => transportFor(options), 'withSession'),
      { provide: CONNECT_SESSION, useFactory: sessionConnection },
    ],
  };
}

/** A longer answer to a refresh is no token set, in bytes. */
const LARGEST_ANSWER = 1_048_576;

/** The client without a session, configured like the one with it. */
function transportFor({ tokens, redirects = 'refuse' }: SessionOptions<AxiosClient>): SessionTransport<AxiosClient> {
  const config: CreateAxiosDefaults = { maxContentLength: LARGEST_ANSWER, ...inject(AXIOS_CONFIG) };
  if (tokens !== 'body') config.withCredentials ??= true;
  // A redirect would take the refresh token in the body to wherever it points (RFC 9700 section 4.12).
  const { env } = config; // which decides on the fetch adapter
  const adapter = axios.getAdapter(config.adapter ?? axios.defaults.adapter, { env });
  if (redirects === 'refuse' && isBrowserAdapter(adapter, { env })) config.adapter = fetchWithoutRedirects;
  const instance = axios.create(config);
  inject(NETWORK, { optional: true })?.connect(instance);
  completeUrls(instance);
  for (const { install, refresh } of inject(AXIOS_SETUPS, { optional: true, self: true }) ?? []) {
    if (refresh) install(instance);
  }

  // Whoever waits for a refresh is a task of the application already, and an early refresh is none.
  const http = new AxiosClient(instance, undefined, { add: () => () => undefined });

  return { http, baseURL: config.baseURL ?? '', answerOf: answerOfFailure };
}
