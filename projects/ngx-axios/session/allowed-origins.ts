/**
 * What `authorize` is told of the request it makes headers for.
 *
 * @example
 * ```ts
 * import { Credentials, OutgoingRequest } from 'ngx-axios';
 *
 * export const authorize = ({ accessToken }: Credentials, { method, url }: OutgoingRequest): Record<string, string> =>
 *   method === 'GET' && url.pathname.startsWith('/public/') ? {} : { 'X-Token': accessToken ?? '' };
 * ```
 */
export interface OutgoingRequest {
  readonly method: string;
  /** The URL the request really goes to, parsed and absolute. */
  readonly url: URL;
}

/**
 * The origins that credentials may go to: a frozen list of exact origins, compared with the parsed URL that will really be
 * requested. A prefix or a pattern would also match `https://api.example.com.evil.example` (RFC 9700 section 4.9).
 */
export class AllowedOrigins {
  readonly #origins: ReadonlySet<string>;

  constructor(
    origins: readonly string[],
    private readonly document: Pick<Document, 'baseURI'>,
  ) {
    this.#origins = new Set(origins.flatMap((origin) => parse(origin, document.baseURI)?.origin ?? []));
  }

  /** The parsed URL when credentials may go there, else `null`; also for one that does not parse, or has credentials of its own. */
  check(url: string): URL | null {
    const parsed = parse(url, this.document.baseURI); // read anew: a script may change the page's <base>

    if (!parsed || parsed.username || parsed.password) return null;

    return this.#origins.has(parsed.origin) && isSecure(parsed) ? parsed : null;
  }
}

function parse(url: string, baseURI: string): URL | null {
  try {
    return new URL(url, baseURI);
  } catch {
    return null;
  }
}

/** Tokens cross the network encrypted or not at all (RFC 6750 section 5.3); on this machine there is no network to cross. */
export function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLocal(hostname));
}

function isLocal(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}
