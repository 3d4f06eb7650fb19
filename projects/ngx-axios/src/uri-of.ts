import { Axios, InternalAxiosRequestConfig } from 'axios';

/** Makes the URL that the adapter will ask for, without defaults that a request interceptor may have taken away. */
const bare = /* @__PURE__ */ new Axios({});

/** The URL that the adapter will ask for. One that axios refuses to build is left to the adapter to refuse. */
export function uriOf({
  url,
  baseURL,
  allowAbsoluteUrls,
  params,
  paramsSerializer,
}: InternalAxiosRequestConfig): string {
  try {
    return bare.getUri({ url, baseURL, allowAbsoluteUrls, params, paramsSerializer });
  } catch {
    return 'about:invalid';
  }
}

/** A path that axios appends to `baseURL` as it is. */
const PATH = /^\/(?!\/)[\w\-.~/]*$/;
/** What axios appends a path to as it is: it refuses some that a browser would put right. */
const BASE = /^(https?:\/\/[a-z\d.-]+(:\d+)?)?[\w\-.~/]*$/;

/** What leads to the same origin as the URL that the adapter will ask for, which is that URL unless it is easily said. */
export function destinationOf(config: InternalAxiosRequestConfig): string {
  const { url, baseURL = '' } = config;
  const isPlain = url && PATH.test(url) && BASE.test(baseURL);

  return isPlain ? baseURL.replace(/\/?\/$/, '') + url : uriOf(config); // parameters lead nowhere else
}
