import { AxiosAdapter, AxiosHeaders, AxiosResponse, InternalAxiosRequestConfig, isAxiosError } from 'axios';
import { ɵExchanges as Exchanges } from 'ngx-axios/session';
import { fetchWithoutRedirects, isBrowserAdapter, refusingRedirects } from './fetch-without-redirects';
import { progressOfAttempt } from './progress-of-attempt';
import { withoutCredentialsElsewhere } from './redirected';
import { xsrfPrecaution } from './xsrf-precaution';

declare const ngDevMode: boolean | undefined;

/** A request to an origin that credentials may go to. */
export interface Outgoing {
  readonly config: InternalAxiosRequestConfig;
  /** The adapter in effect. */
  readonly transport: AxiosAdapter;
  /** What it is sent by instead, in tests. */
  readonly network: AxiosAdapter | null;
  readonly exchanges: Exchanges;
}

/**
 * Sends a request, in a way that no redirect takes along what it must not.
 *
 * @param credentials - The headers with the credentials; `null` for a request that the session has no part in.
 * @param attempt - The how-many-th time it is sent.
 */
export function sendWith(
  credentials: Record<string, string> | null,
  { config, transport, network, exchanges }: Outgoing,
  attempt = 1,
): Promise<AxiosResponse> {
  const names = Object.keys(credentials ?? {});
  const guards = exchanges.redirects === 'refuse' && isBrowserAdapter(transport, config);
  const xsrf = guards ? xsrfPrecaution(config) : {};
  const refuses = xsrf.refusesRedirects || (guards && names.some(survivesRedirect));
  const changes: Partial<InternalAxiosRequestConfig> = {
    ...(attempt > 1 ? progressOfAttempt(attempt, config) : {}),
    ...xsrf.changes,
    headers: withCredentialHeaders(config.headers, credentials ?? {}),
  };
  if (names.length > 0) changes.beforeRedirect = withoutCredentialsElsewhere(config, names, exchanges);
  if (credentials && exchanges.kind === 'cookies') changes.withCredentials = config.withCredentials ?? true;

  const fetching = network ? refusingRedirects(network) : fetchWithoutRedirects;

  return sendCopy(config, changes, refuses ? fetching : (network ?? transport), names);
}

/**
 * Sends a request to an origin that is not listed: where credentials may not go, neither the browser's nor the XSRF token may,
 * whatever the defaults of the client are.
 */
export function sendElsewhere(config: InternalAxiosRequestConfig, transport: AxiosAdapter): Promise<AxiosResponse> {
  const { withCredentials, withXSRFToken } = config;
  if (!withCredentials && !withXSRFToken) return transport(config);
  if (typeof ngDevMode === 'undefined' || ngDevMode) {
    console.warn(
      'ngx-axios: a request to an origin that is not listed goes without `withCredentials` and `withXSRFToken`. List the origin in `origins`, or say `session: false`.',
    );
  }

  return sendCopy(config, { withCredentials: false, withXSRFToken: undefined }, transport);
}

/** Sends a copy of the configuration, so that neither what is handed out nor another send carries what is changed for this one. */
async function sendCopy(
  config: InternalAxiosRequestConfig,
  changes: Partial<InternalAxiosRequestConfig>,
  transport: AxiosAdapter,
  credentialHeaders: readonly string[] = [],
): Promise<AxiosResponse> {
  const giveBack = <T extends { config?: unknown; request?: unknown }>(made: T): T => {
    if (credentialHeaders.length > 0) takeOff(made, credentialHeaders);

    return Object.assign(made, { config });
  };
  try {
    return giveBack(await transport(Object.assign(copyOf(config), changes)));
  } catch (error) {
    if (!isAxiosError(error)) throw error;

    if (error.response) giveBack(error.response);
    throw giveBack(error);
  }
}

/**
 * As axios makes configurations: without a prototype, but with what plugins mark them by, and the `hasOwnProperty` that axios hides in
 * them. One by one is several times faster with such objects than `Object.assign`.
 */
function copyOf(config: InternalAxiosRequestConfig): InternalAxiosRequestConfig {
  const copy = Object.create(null) as Record<PropertyKey, unknown>;
  const original = config as unknown as Record<PropertyKey, unknown>;
  for (const key in config) copy[key] = original[key];
  for (const mark of Object.getOwnPropertySymbols(config)) copy[mark] = original[mark];
  if (original['hasOwnProperty']) copy['hasOwnProperty'] = original['hasOwnProperty'];

  return copy as unknown as InternalAxiosRequestConfig;
}

/** The fetch adapter hands out the `Request` with the headers that it was sent with; what Node sends has them written in it. */
function takeOff(made: { request?: unknown }, credentialHeaders: readonly string[]): void {
  const { request } = made;
  if (typeof Request !== 'undefined' && request instanceof Request) {
    for (const name of credentialHeaders) request.headers.delete(name);
  } else if (typeof (request as { getHeader?: unknown } | undefined)?.getHeader === 'function') delete made.request;
}

/** The headers with the credentials among them, as a copy: an interceptor may have put one object into many requests. */
function withCredentialHeaders(headers: AxiosHeaders, credentials: Record<string, string>): AxiosHeaders {
  return Object.assign(new AxiosHeaders(), headers, credentials);
}

/** Browsers drop `Authorization` when a redirect leaves the origin, and forward every other header. */
function survivesRedirect(header: string): boolean {
  return header.toLowerCase() !== 'authorization';
}
