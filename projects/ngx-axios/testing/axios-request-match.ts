import { InternalAxiosRequestConfig } from 'axios';
import { TestRequest } from './test-request';

/**
 * Which requests are meant: by URL, by method and URL, or by a predicate that is given what is sent.
 *
 * A URL is the one that a real adapter would ask for, with base URL and parameters, or the one that the caller has written.
 *
 * @see {@link AxiosTestingController}
 */
export type AxiosRequestMatch =
  string | { readonly method?: string; readonly url?: string } | ((request: InternalAxiosRequestConfig) => boolean);

export function matches(match: AxiosRequestMatch, { request, url }: TestRequest): boolean {
  if (typeof match === 'function') return match(request);

  const wanted = typeof match === 'string' ? { url: match } : match;
  const isMethod = wanted.method === undefined || wanted.method.toLowerCase() === request.method?.toLowerCase();

  return isMethod && (wanted.url === undefined || wanted.url === url || wanted.url === request.url);
}

/** For messages. */
export function describeMatch(match: AxiosRequestMatch): string {
  if (typeof match === 'function') return `the predicate ${match.name || '(without a name)'}`;
  if (typeof match === 'string') return match;

  return `${match.method?.toUpperCase() ?? '(any method)'} ${match.url ?? '(any URL)'}`;
}
