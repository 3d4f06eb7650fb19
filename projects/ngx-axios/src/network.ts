import { InjectionToken } from '@angular/core';
import { AxiosAdapter, AxiosInstance } from 'axios';
import { fetchWithoutRedirects, refusingRedirects } from './fetch-without-redirects';

/**
 * What every request is handed to instead of the adapter in effect: in tests, where nothing may really be sent. What the adapter
 * decides, such as whether redirects can be refused, is decided as ever.
 *
 * An object of its own, so that no application brings along what only its tests need.
 */
export class Network {
  constructor(readonly adapter: AxiosAdapter) {}

  /**
   * Takes what is sent through an instance without a session, whichever adapter a request or a plugin may choose. To be called
   * before any other interceptor is registered, so that this one runs last.
   */
  connect({ interceptors }: AxiosInstance): void {
    interceptors.request.use(
      (config) => {
        config.adapter = config.adapter === fetchWithoutRedirects ? refusingRedirects(this.adapter) : this.adapter;

        return config;
      },
      undefined,
      { synchronous: true },
    );
  }
}

export const NETWORK = new InjectionToken<Network>('ngx-axios network');
