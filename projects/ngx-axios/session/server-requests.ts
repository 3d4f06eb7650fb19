import { EnvironmentProviders, InjectionToken, makeEnvironmentProviders } from '@angular/core';
import { isSecure } from './allowed-origins';

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

export const SERVER_ORIGIN = new InjectionToken<string>('ngx-axios server origin');

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

  return makeEnvironmentProviders([{ provide: SERVER_ORIGIN, useValue: origin }]);
}

function checkOrigin(origin: string): void {
  const parsed = URL.canParse(origin) ? new URL(origin) : undefined;
  if (parsed?.origin === origin.replace(/\/$/, '') && isSecure(parsed)) return;

  throw new Error(
    `provideServerRequests: \`origin\` is ${JSON.stringify(origin)}; give the origin of your API, like "https://www.example.com", over https: or on localhost.`,
  );
}
