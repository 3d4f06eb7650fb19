import type { IssuedTokens } from './strict-server.ts';

/** What the client was handed last. */
export interface Tokens {
  /** The sign-in at the server. The same subject signing in again goes on with the session, in a family of its own. */
  readonly family: string;
  /** Counts the access tokens of the family. */
  readonly serial: number;
  readonly refreshToken: string | undefined;
  readonly receivedAt: number;
  /** When the access token runs out, as far as the client was told; on the monotonic clock. */
  readonly runsOutAt: number;
  /** Whose they are, where the server says. */
  readonly subject: string | undefined;
}

/**
 * Reads what a sign-in or a refresh answered; `undefined` when it is no token set.
 *
 * @param before - The refresh token that stays where the answer has none.
 */
export function readTokens(answer: unknown, receivedAt: number, before?: string): Tokens | undefined {
  const { accessToken, refreshToken = before, expiresIn = Infinity, subject } = answer as IssuedTokens;
  const [, family, serial] = /^access-(\w+)-(\d+)$/.exec(accessToken) ?? [];
  if (!family) return undefined;

  return {
    family,
    serial: Number(serial),
    refreshToken,
    receivedAt,
    runsOutAt: receivedAt + expiresIn * 1000,
    subject,
  };
}

/** An older record says more of the clock than of the token: ten years. */
const ABSURD_AGE = 10 * 365 * 86_400_000;

/** Reads what a store held, of which nobody knows how old it is but the wall clock. */
export function readRecord(record: { tokens: unknown; receivedAt: number }, now: number): Tokens {
  const age = Date.now() - record.receivedAt;
  const isPlausible = age >= 0 && age < ABSURD_AGE;
  const tokens = readTokens(record.tokens, isPlausible ? now - age : now)!;

  return isPlausible ? tokens : { ...tokens, runsOutAt: Infinity };
}

/** The access token of this family and serial. */
export function accessTokenOf({ family, serial }: Tokens): string {
  return `access-${family}-${serial}`;
}

/** The family that a token of whatever kind belongs to. */
export function familyOf(token: string): string {
  return token.split('-')[1] ?? '';
}
