import { bare } from './bare';
import { jwtClaims } from './jwt-claims';

/**
 * What a sign-in or a refresh answers.
 *
 * @see {@link Session}
 */
export interface TokenSet {
  readonly accessToken?: string;
  /** Absent in a refresh's answer: the refresh token stays what it was (RFC 6749 section 6). */
  readonly refreshToken?: string;
  /** Lifetime of the access token in **seconds** from receipt (RFC 6749 section 5.1). */
  readonly expiresIn?: number;
  /** How the access token is to be used (RFC 6749 section 7.1). Another type than `Bearer` needs the option `authorize`. */
  readonly tokenType?: string;
  /** Whose tokens these are. A refresh that answers somebody else's ends the session. */
  readonly subject?: string;
}

type Members = { readonly [member in keyof TokenSet]?: unknown };

/** For messages. */
export const WHAT_A_TOKEN_SET_NEEDS =
  'an `accessToken` that can stand in a header, and for a `tokenType` other than Bearer the option `authorize`.';

/** Longer values do not fit into the headers that servers accept. */
const MAX_TOKEN_LENGTH = 65_536;

/** Visible ASCII only: anything else breaks the header, or starts a second one. */
const HEADER_SAFE = /^[\x21-\x7e]+$/;

/**
 * Reads a token set field by field, so that nothing else of an answer is kept; `null` when it is none.
 *
 * @param options - With `authorize` the application says itself how a token of whatever type is used.
 */
export function readTokenSet(answer: unknown, { authorize }: { authorize?: unknown } = {}): TokenSet | null {
  if (typeof answer !== 'object' || answer === null) return null;

  const { accessToken, refreshToken: given, expiresIn, subject, tokenType } = bare<Members>(answer);
  const refreshToken = given ?? undefined; // serializers write null for none
  if (accessToken !== undefined && !isToken(accessToken)) return null;
  if (refreshToken !== undefined && !isToken(refreshToken)) return null;
  if (!authorize && !isBearer(tokenType ?? 'Bearer')) return null;

  return bare({
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(isLifetime(expiresIn) ? { expiresIn } : {}),
    ...(typeof subject === 'string' ? { subject } : {}),
  });
}

/**
 * How long the access token lives from its receipt, in milliseconds; `Infinity` when unknown: then only the server's answer
 * tells. `exp` is never compared with the local clock, which may be wrong by years.
 */
export function lifetimeOf({ accessToken, expiresIn }: TokenSet): number {
  const seconds = expiresIn ?? jwtLifetime(accessToken);

  return seconds === undefined ? Infinity : seconds * 1000;
}

/** `exp - iat` of a JWT in seconds (RFC 7519 section 4.1); `undefined` for every other token. */
function jwtLifetime(token: string | undefined): number | undefined {
  const { exp, iat } = bare<{ exp?: unknown; iat?: unknown }>(jwtClaims(token) ?? {});
  const lifetime = typeof exp === 'number' && typeof iat === 'number' ? exp - iat : undefined;

  return isLifetime(lifetime) ? lifetime : undefined;
}

/** Zero, negative, NaN and absurd values are no lifetime: such a token is used until the server refuses it. */
function isLifetime(seconds: unknown): seconds is number {
  return typeof seconds === 'number' && seconds > 0 && seconds < 1e10;
}

/** The name of a type has no case (RFC 6749 section 5.1). */
function isBearer(type: unknown): boolean {
  return typeof type === 'string' && type.toLowerCase() === 'bearer';
}

function isToken(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TOKEN_LENGTH && HEADER_SAFE.test(value);
}
