import { map, Observable } from 'rxjs';
import { isSecure } from '../allowed-origins';
import { bare } from '../bare';
import { TokenSet } from '../token-set';
import { oauthTokenSet } from './oauth-token-set';

declare const ngDevMode: boolean | undefined;

/**
 * What `oauthRefresh` needs to know of the authorization server.
 *
 * @see {@link oauthRefresh}
 */
export interface OAuthRefreshOptions {
  /** The URL of the token endpoint (RFC 6749 section 3.2), absolute or relative to the client's base URL. */
  tokenEndpoint: string;
  /** A public client's: a browser keeps no secret. */
  clientId: string;
  /** The scopes of the access token, separated by spaces, where they are to be fewer than were granted. */
  scope?: string;
  /**
   * The issuer of the ID tokens, exactly as they write it. A refresh that answers an ID token of another one, or for another client,
   * fails with `RefreshUnavailableError`; the subject of the session is that of the ID token. Begin it with `oauthTokenSet` then.
   */
  issuer?: string;
  /** Further parameters of the request, such as `resource` (RFC 8707) or `audience`. */
  params?: Record<string, string>;
}

/**
 * What every client can do that `refresh` is handed.
 *
 * @see {@link oauthRefresh}
 */
export interface FormClient {
  post<T>(url: string, body: string, options: { headers: Record<string, string> }): Observable<T>;
}

/** A token endpoint reads forms only (RFC 6749 section 4.1.3). */
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' };

/**
 * Makes the option `refresh` for an OAuth 2 authorization server (RFC 6749 section 6), over whatever client the session has. Where the
 * answer has no new refresh token, the old one stays.
 *
 * @returns What asks for the next token set, once for each subscriber; `null` where no refresh token is held. Which answers end the
 *   session is said by the option `refused`: by default `invalid_grant`, and no error that is about the client or the request.
 *
 * @example
 * ```ts
 * import { oauthRefresh, provideAxios, withSession } from 'ngx-axios';
 *
 * provideAxios(
 *   { baseURL: 'https://api.example' },
 *   withSession({
 *     tokens: 'body',
 *     refresh: oauthRefresh({ tokenEndpoint: 'https://id.example/token', clientId: 'shop' }),
 *   }),
 * );
 * ```
 */
export function oauthRefresh(
  given: OAuthRefreshOptions,
): (tokens: TokenSet, http: FormClient) => Observable<TokenSet> | null {
  const options = Object.freeze(bare(given));
  if (typeof ngDevMode === 'undefined' || ngDevMode) check(options);
  const { tokenEndpoint, clientId, scope, params } = options;

  return ({ refreshToken }, http) => {
    if (refreshToken === undefined) return null;

    const form = new URLSearchParams({
      ...params,
      grant_type: 'refresh_token',
      client_id: clientId,
      refresh_token: refreshToken,
      ...(scope === undefined ? {} : { scope }),
    });

    return http
      .post<unknown>(tokenEndpoint, form.toString(), { headers: { ...FORM } })
      .pipe(map((answer) => oauthTokenSet(answer, options)));
  };
}

function check({ tokenEndpoint, clientId, issuer }: OAuthRefreshOptions): void {
  const wrong = (option: string, fix: string) => new Error(`oauthRefresh: \`${option}\` ${fix}`);
  if (typeof tokenEndpoint !== 'string' || tokenEndpoint === '') {
    throw wrong('tokenEndpoint', 'is missing; give the URL that the server\'s metadata calls "token_endpoint".');
  }
  if (URL.canParse(tokenEndpoint) && !isSecure(new URL(tokenEndpoint))) {
    throw wrong('tokenEndpoint', `is "${tokenEndpoint}": tokens only go over https:, or to localhost; use https:.`);
  }
  if (typeof clientId !== 'string' || clientId === '') {
    throw wrong('clientId', 'is missing; give the identifier under which the server knows this application.');
  }
  if (issuer !== undefined && !URL.canParse(issuer)) {
    throw wrong('issuer', `is "${issuer}", which is no URL; write it as the server's metadata does.`);
  }
}
