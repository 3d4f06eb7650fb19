import { InternalAxiosRequestConfig } from 'axios';
import { uriOf } from './uri-of';

/** Methods that change nothing, for which servers ask no XSRF token. */
const SAFE = /^(get|head|options)$/i;

/** How a request is to be sent because of its XSRF token, which a redirect takes along to any other origin. */
export interface XsrfPrecaution {
  readonly refusesRedirects?: boolean;
  readonly changes?: Partial<InternalAxiosRequestConfig>;
}

/**
 * A safe method goes without an XSRF token, unless the application asks for it; what goes with one refuses redirects. Only an
 * upload that is to be watched does not: axios's fetch adapter, which can refuse, cannot watch one over HTTP/1.1.
 */
export function xsrfPrecaution(config: InternalAxiosRequestConfig): XsrfPrecaution {
  const { withXSRFToken, xsrfCookieName, method = 'get', onUploadProgress } = config;
  if (!hasCookie(xsrfCookieName) || !(withXSRFToken ?? isOwn(uriOf(config)))) return {}; // as axios decides
  if (withXSRFToken === undefined && SAFE.test(method)) return { changes: { withXSRFToken: false } };

  return { refusesRedirects: !onUploadProgress };
}

function isOwn(url: string): boolean {
  return new URL(url, document.baseURI).origin === location.origin;
}

function hasCookie(name: string | undefined): boolean {
  if (!name || typeof document === 'undefined') return false;

  return document.cookie.split('; ').some((cookie) => cookie.startsWith(`${name}=`));
}
