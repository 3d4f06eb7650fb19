import { EnvironmentProviders, inject, InjectionToken, makeEnvironmentProviders, REQUEST } from '@angular/core';
import { isSecure } from './allowed-origins';
import { isInBrowser } from './is-in-browser';

declare const ngDevMode: boolean | undefined;

/**
 * How requests are sent while a page is rendered on a server.
 *
 * @see {@link provideServerRequests}
 */
export interface ServerRequestOptions {
  /**
   * Where relative URLs lead, a relative `baseURL` too: an exact origin, `https:`, or `http:` on localhost. It is the application's
   * own, because whoever asks for the page chooses its `Host` header.
   */
  origin: string;
}

/** What a server knows that renders a page for somebody. */
export interface ServerRequests {
  /** What relative URLs are resolved with. */
  readonly baseURI: string;
  /** The header that takes the cookies along which came with the request for the page; `null` where none came. */
  readonly cookies: Record<string, string> | null;
  /** Completes a URL that a browser would complete by itself. */
  readonly complete: (url: string) => string;
}

/** `null`, or not there, in a browser. */
export const SERVER_REQUESTS = new InjectionToken<ServerRequests | null>('ngx-axios server requests');

/**
 * Lets an application that is rendered on a server reach its API from there. Belongs into the providers of the server alone.
 *
 * In a session of cookies the cookies that came with the request for the page go along, to the origins of the session and nowhere
 * else. Nothing is refreshed on a server.
 *
 * @example
 * ```ts
 * import { ApplicationConfig, mergeApplicationConfig } from '@angular/core';
 * import { provideServerRendering } from '@angular/ssr';
 * import { provideServerRequests } from 'ngx-axios';
 * import { appConfig } from './app.config';
 *
 * export const config: ApplicationConfig = mergeApplicationConfig(appConfig, {
 *   providers: [provideServerRendering(), provideServerRequests({ origin: 'http://localhost:4000' })],
 * });
 * ```
 */
export function provideServerRequests({ origin }: ServerRequestOptions): EnvironmentProviders {
  if (typeof ngDevMode === 'undefined' || ngDevMode) checkOrigin(origin);

  return makeEnvironmentProviders([{ provide: SERVER_REQUESTS, useFactory: () => serverRequests(origin) }]);
}

function serverRequests(origin: string): ServerRequests | null {
  if (isInBrowser()) return null;

  const Cookie = inject(REQUEST, { optional: true })?.headers.get('cookie') ?? null;

  return {
    baseURI: origin,
    cookies: Cookie === null ? null : { Cookie },
    complete: (url) => (URL.canParse(url) || !URL.canParse(url, origin) ? url : new URL(url, origin).href),
  };
}

function checkOrigin(origin: string): void {
  const parsed = URL.canParse(origin) ? new URL(origin) : undefined;
  if (parsed?.origin === origin.replace(/\/$/, '') && isSecure(parsed)) return;

  throw new Error(
    `provideServerRequests: \`origin\` is ${JSON.stringify(origin)}; give the origin of your API, like "https://www.example.com", over https: or on localhost.`,
  );
}
