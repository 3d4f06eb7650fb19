import axios, { AxiosAdapter, AxiosRequestConfig } from 'axios';

/**
 * axios's fetch adapter, refusing redirects. XHR cannot: it follows every one, and takes bodies and all headers but
 * `Authorization` along, also to another origin.
 */
export const fetchWithoutRedirects: AxiosAdapter = (config) => {
  const { fetchOptions } = config;
  config.fetchOptions = { ...fetchOptions, redirect: 'error' };
  // As the XHR adapter does: servers refuse a type without a body.
  if (config.data === undefined) config.headers.setContentType(null);
  try {
    return axios.getAdapter('fetch', config)(config);
  } finally {
    config.fetchOptions = fetchOptions; // read by then
  }
};

/** Whether the adapter is one that {@link fetchWithoutRedirects} can stand in for; an application's own is its own affair. */
export function isBrowserAdapter(adapter: AxiosAdapter, config: AxiosRequestConfig): boolean {
  return adapter.name === 'xhr' || adapter === axios.getAdapter('fetch', config);
}
