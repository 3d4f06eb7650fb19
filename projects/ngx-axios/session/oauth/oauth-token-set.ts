import { bare } from '../bare';
import { fromUtf8, jwtClaims } from '../jwt-claims';
import { own } from '../own';
import { TokenSet } from '../token-set';

/**
 * Whose ID tokens are taken.
 *
 * @see {@link oauthTokenSet}
 */
export interface IdTokenRules {
  readonly issuer?: string;
  readonly clientId?: string;
}

/**
 * Reads what a token endpoint has answered (RFC 6749 section 5.1): `access_token`, `refresh_token`, `expires_in` and `token_type`.
 *
 * @param answer - The JSON of the answer. Anything else gives an empty token set, which no session begins or goes on with.
 * @param rules - With `issuer`, an ID token in the answer has to be that issuer's, and made for `clientId` (OpenID Connect Core
 *   sections 3.1.3.7 and 12.2), and its `sub` is the subject. Its signature is not looked at: it came from the token endpoint over TLS.
 * @throws Where the ID token is somebody else's.
 *
 * @example
 * ```ts
 * import { inject } from '@angular/core';
 * import { AxiosClient, oauthTokenSet, Session } from 'ngx-axios';
 *
 * export function signIn(code: string, code_verifier: string): void {
 *   const session = inject(Session);
 *   const grant = new URLSearchParams({ grant_type: 'authorization_code', client_id: 'shop', code, code_verifier });
 *   inject(AxiosClient)
 *     .post('https://id.example/token', grant, { session: false })
 *     .subscribe((answer) => session.start(oauthTokenSet(answer)));
 * }
 * ```
 */
export function oauthTokenSet(answer: unknown, rules: IdTokenRules = {}): TokenSet {
  if (typeof answer !== 'object' || answer === null) return {};

  return bare({
    accessToken: own(answer, 'access_token'),
    refreshToken: own(answer, 'refresh_token') ?? undefined,
    expiresIn: Number(own(answer, 'expires_in') ?? NaN), // a string where servers take it from a form
    tokenType: own(answer, 'token_type') ?? undefined,
    subject: subjectOf(own(answer, 'id_token'), rules),
  } as TokenSet);
}

function subjectOf(idToken: unknown, { issuer, clientId }: IdTokenRules): string | undefined {
  if (issuer === undefined || typeof idToken !== 'string') return undefined;

  const claims = jwtClaims(idToken, fromUtf8) ?? {};
  const iss = own(claims, 'iss');
  if (iss !== issuer)
    throw new Error(`The ID token is of the issuer ${quote(iss)} and not of \`issuer\`, ${quote(issuer)}.`);

  const aud = own(claims, 'aud');
  if (clientId !== undefined && ![aud].flat().includes(clientId)) {
    throw new Error(`The ID token is for ${quote(aud)} and not for \`clientId\`, ${quote(clientId)}.`);
  }
  const sub = own(claims, 'sub');

  return typeof sub === 'string' ? sub : undefined;
}

function quote(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
