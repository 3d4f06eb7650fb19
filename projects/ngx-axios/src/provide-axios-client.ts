import {
  createEnvironmentInjector,
  DestroyRef,
  EnvironmentInjector,
  EnvironmentProviders,
  inject,
  InjectionToken,
  makeEnvironmentProviders,
} from '@angular/core';
import { CreateAxiosDefaults } from 'axios';
import { AxiosClient } from './axios-client';
import { AxiosFeature } from './axios-feature';
import { provideAxios } from './provide-axios';

/**
 * Provides one more client under a token of its own, for an application that speaks to several APIs.
 *
 * @param token - What to inject it by.
 * @param config - What `axios.create` takes, passed through.
 * @param features - As `provideAxios` takes them. With {@link withSharedSession} the client takes part in the session that is there, with
 *   {@link withSession} it has one of its own, which is `AxiosClient.session`, and without either it has none.
 *
 * @example
 * ```ts
 * import { ApplicationConfig, InjectionToken } from '@angular/core';
 * import { AxiosClient, provideAxios, provideAxiosClient, TokenSet, withSession, withSharedSession } from 'ngx-axios';
 *
 * export const BILLING = new InjectionToken<AxiosClient>('billing');
 *
 * export const appConfig: ApplicationConfig = {
 *   providers: [
 *     provideAxios(
 *       { baseURL: '/api' },
 *       withSession({ tokens: 'access-in-memory', refresh: (_, http) => http.post<TokenSet>('/auth/refresh') }),
 *     ),
 *     provideAxiosClient(BILLING, { baseURL: '/billing/api' }, withSharedSession()),
 *   ],
 * };
 * ```
 */
export function provideAxiosClient(
  token: InjectionToken<AxiosClient>,
  config: CreateAxiosDefaults = {},
  ...features: AxiosFeature[]
): EnvironmentProviders {
  const providers = [provideAxios(config, ...features)];
  const create = () => {
    const injector = createEnvironmentInjector(providers, inject(EnvironmentInjector), String(token));
    inject(DestroyRef).onDestroy(() => injector.destroy());

    return injector.get(AxiosClient);
  };

  return makeEnvironmentProviders([{ provide: token, useFactory: create }]);
}
