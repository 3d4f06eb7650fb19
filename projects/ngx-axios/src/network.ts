import { InjectionToken } from '@angular/core';
import { AxiosAdapter, AxiosInstance } from 'axios';
import { fetchWithoutRedirects, refusingRedirects } from './fetch-without-redirects';

/**
 * What every request is handed to instead of the adapter in effect: in tests, where nothing may really be sent. What the adapter
 * decides, such as whether redirects can be refused, is decided as ever.
 */
export const NETWORK = new InjectionToken<AxiosAdapter>('ngx-axios network');

/**
 * Hands what is sent through an instance without a session to the network, whichever adapter a request or a plugin may choose. Call it
 * before any other interceptor is registered, so that this one runs last.
 */
export function connectNetwork({ interceptors }: AxiosInstance, network: AxiosAdapter | null): void {
  if (!network) return;

  interceptors.request.use(
    (config) => {
      config.adapter = config.adapter === fetchWithoutRedirects ? refusingRedirects(network) : network;

      return config;
    },
    undefined,
    { synchronous: true },
  );
}
