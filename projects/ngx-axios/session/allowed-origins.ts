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

/** A path of the page's own origin that can be read in one way only. */
const PATH = /^\/(?!\/)[\w\-.~!$&'()*+,;=:@%/?#[\]]*$/;
/** What ends where an origin does that can be read in one way only: nothing behind the slash can be taken for a part of it. */
const ORIGIN = /^https?:\/\/[a-z\d.-]+(?::\d{1,5})?(?=\/)/;

/**
 * The origins that credentials may go to: a frozen list of exact origins, compared with the parsed URL that will really be
 * requested. A prefix or a pattern would also match `https://api.example.com.evil.example` (RFC 9700 section 4.9).
 */
export class AllowedOrigins {
  readonly #origins: ReadonlySet<string>;
  /** As they were written in plain URLs, so that these need not be parsed: `https://api.example.com:443`. */
  readonly #seen = new Set<string>();
  #ownBase: string | undefined;
  #ownIsAllowed = false;

  constructor(
    origins: readonly string[],
    private readonly document: Pick<Document, 'baseURI'>,
  ) {
    this.#origins = new Set(origins.flatMap((origin) => parse(origin, document.baseURI)?.origin ?? []));
  }

  /** Whether credentials may go to a URL; never to one that does not parse, or has credentials of its own. */
  allows(url: string): boolean {
    const { baseURI } = this.document; // read anew: a script may change the page's <base>
    if (PATH.test(url)) return this.#allowsOwn(baseURI);

    const origin = ORIGIN.exec(url)?.[0];
    if (origin === undefined) return this.#isListed(parse(url, baseURI));
    if (this.#seen.has(origin)) return true;
    const isListed = this.#isListed(parse(origin, baseURI));
    if (isListed) this.#seen.add(origin);

    return isListed;
  }

  /** The page's own origin, as relative URLs have it. */
  #allowsOwn(baseURI: string): boolean {
    if (baseURI !== this.#ownBase) {
      this.#ownIsAllowed = this.#isListed(parse('/', baseURI));
      this.#ownBase = baseURI;
    }

    return this.#ownIsAllowed;
  }

  #isListed(url: URL | null): boolean {
    return url !== null && !url.username && !url.password && this.#origins.has(url.origin) && isSecure(url);
  }
}

function parse(url: string, baseURI: string): URL | null {
  try {
    return new URL(url, baseURI);
  } catch {
    return null;
  }
}

/** What leads nowhere but to this machine. */
const LOCAL = /^((.*\.)?localhost|\[::1]|127(\.\d{1,3}){3})$/;

/** Tokens cross the network encrypted or not at all (RFC 6750 section 5.3); on this machine there is no network to cross. */
export function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOCAL.test(hostname));
}
