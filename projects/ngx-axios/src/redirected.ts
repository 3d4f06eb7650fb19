import { InternalAxiosRequestConfig } from 'axios';
import { ɵExchanges as Exchanges } from 'ngx-axios/session';

/**
 * Keeps credentials from following a redirect to where they may not go, in Node: what follows redirects there lets them pass to every
 * subdomain, and knows nothing of headers that the application has named.
 *
 * @param names - The headers that carry them.
 */
export function withoutCredentialsElsewhere(
  { beforeRedirect }: InternalAxiosRequestConfig,
  names: readonly string[],
  exchanges: Exchanges,
): InternalAxiosRequestConfig['beforeRedirect'] {
  return (options, ...details) => {
    const headers = options['headers'] as Record<string, string>;
    if (!exchanges.allows(String(options['href']))) for (const name of names) Reflect.deleteProperty(headers, name);
    beforeRedirect?.(options, ...details);
  };
}
