import { EnvironmentProviders, inject, makeEnvironmentProviders } from '@angular/core';
import axios, { CreateAxiosDefaults } from 'axios';
import { AxiosClient } from './axios-client';
import { AXIOS_CONFIG, AXIOS_SETUPS, AxiosFeature, CONNECT_SESSION } from './axios-feature';
import { completeUrls } from './complete-urls';
import { NETWORK } from './network';

declare const ngDevMode: boolean | undefined;

/**
 * Provides `AxiosClient` over an axios instance of its own; the global one is never touched.
 *
 * @param config - What `axios.create` takes, passed through.
 * @param features - {@link withSession}, {@link withSharedSession}, {@link withTabs}, {@link withEarlyRefresh}, {@link withAxios}.
 *
 * @example
 * ```ts
 * import { ApplicationConfig } from '@angular/core';
 * import { provideAxios } from 'ngx-axios';
 *
 * export const appConfig: ApplicationConfig = {
 *   providers: [provideAxios({ baseURL: '/api', timeout: 20_000 })],
 * };
 * ```
 */
export function provideAxios(config: CreateAxiosDefaults = {}, ...features: AxiosFeature[]): EnvironmentProviders {
  const kinds = features.map(({ kind }) => kind);
  if (typeof ngDevMode === 'undefined' || ngDevMode) checkFeatures(kinds);
  const hasSession = kinds.includes('session') || kinds.includes('shared-session');

  return makeEnvironmentProviders([
    { provide: AXIOS_CONFIG, useValue: config },
    { provide: AxiosClient, useFactory: () => createClient(config, hasSession) },
    ...features.flatMap(({ providers }) => providers),
  ]);
}

function createClient(config: CreateAxiosDefaults, hasSession: boolean): AxiosClient {
  const instance = axios.create(config);
  // Before anything else, so that its interceptor runs last.
  const connected = hasSession ? inject(CONNECT_SESSION)(instance) : undefined;
  if (!connected) inject(NETWORK, { optional: true })?.connect(instance);
  completeUrls(instance);
  for (const { install } of inject(AXIOS_SETUPS, { optional: true, self: true }) ?? []) install(instance);

  return new AxiosClient(instance, connected);
}

function checkFeatures(kinds: readonly AxiosFeature['kind'][]): void {
  if (kinds.includes('shared-session')) return checkSharing(kinds);
  if (kinds.filter((kind) => kind === 'session').length > 1) {
    throw new Error(
      'provideAxios: `withSession` is given twice, as `withSession` and `withSession`; a client has one session, remove one.',
    );
  }
  for (const [kind, name] of [
    ['early-refresh', 'withEarlyRefresh'],
    ['tabs', 'withTabs'],
  ] as const) {
    if (!kinds.includes(kind) || kinds.includes('session')) continue;
    throw new Error(
      `provideAxios: \`${name}\` contradicts the missing \`withSession\`: nothing refreshes; add \`withSession\` or remove \`${name}\`.`,
    );
  }
  if (kinds.includes('axios-with-refresh') && !kinds.includes('session')) {
    throw new Error(
      'provideAxios: `withAxios(…, { refresh: true })` contradicts the missing `withSession`: nothing refreshes; add `withSession` or remove `refresh`.',
    );
  }
}

/** A session is set up where it is provided. */
function checkSharing(kinds: readonly AxiosFeature['kind'][]): void {
  for (const [kind, name] of [
    ['session', 'withSession'],
    ['tabs', 'withTabs'],
    ['early-refresh', 'withEarlyRefresh'],
    ['axios-with-refresh', 'withAxios(…, { refresh: true })'],
  ] as const) {
    if (!kinds.includes(kind)) continue;
    throw new Error(
      `provideAxios: \`${name}\` contradicts \`withSharedSession\`, whose session is set up where it is provided; move it there, or remove one of them.`,
    );
  }
}
