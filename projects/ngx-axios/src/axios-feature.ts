import { EnvironmentProviders, InjectionToken, Provider } from '@angular/core';
import { AxiosInstance, AxiosRequestConfig, CreateAxiosDefaults } from 'axios';
import type { Session } from 'ngx-axios/session';

/**
 * Something that `provideAxios` and `AxiosModule.forRoot` can be given.
 *
 * @see {@link provideAxios}
 */
export interface AxiosFeature {
  readonly kind: 'session' | 'shared-session' | 'tabs' | 'early-refresh' | 'axios' | 'axios-with-refresh';
  readonly providers: readonly (Provider | EnvironmentProviders)[];
}

/** Installs something on an axios instance, in an injection context. */
export interface AxiosSetup {
  readonly install: (instance: AxiosInstance) => void;
  /** On the instance that refreshes too. */
  readonly refresh: boolean;
}

export const AXIOS_CONFIG = new InjectionToken<CreateAxiosDefaults>('ngx-axios config');

/** Takes a configuration that is about to be sent, and binds it to the session that is live now. */
export type BeginRequest = (config: AxiosRequestConfig) => AxiosRequestConfig;

/** A session as one axios instance knows it. */
export interface ConnectedSession {
  readonly session: Session;
  readonly begin: BeginRequest;
}

/** Connects an instance with the session. A token, so that a client without a session does not bring the session's code along. */
export const CONNECT_SESSION = new InjectionToken<(instance: AxiosInstance) => ConnectedSession>(
  'ngx-axios session connection',
);

export const AXIOS_SETUPS = new InjectionToken<readonly AxiosSetup[]>('ngx-axios setups');
