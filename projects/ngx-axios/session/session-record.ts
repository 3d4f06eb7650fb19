import { bare } from './bare';
import { readTokenSet, TokenSet } from './token-set';

/**
 * What outlives the page. One record, written as a whole.
 *
 * @see {@link SessionStore}
 */
export interface SessionRecord {
  readonly version: 1;
  readonly subject?: string;
  /** Empty where the browser holds the tokens as cookies: then the record only says that signing in has happened. */
  readonly tokens: TokenSet;
  /** Wall-clock time of receipt, in milliseconds since 1970. */
  readonly receivedAt: number;
}

type Members = { readonly [member in keyof SessionRecord]?: unknown };

/** Reads what a store returned. Corrupt, foreign and newer records are `null`, never an error: the user is signed out. */
export function readRecord(value: unknown): SessionRecord | null {
  if (typeof value !== 'object' || value === null) return null;

  const { version, subject, receivedAt, tokens: given } = bare<Members>(value);
  const tokens = readTokenSet(given);
  if (version !== 1 || tokens === null) return null;
  if (typeof receivedAt !== 'number' || !Number.isFinite(receivedAt)) return null;
  if (subject !== undefined && typeof subject !== 'string') return null;

  return { version: 1, tokens, receivedAt, ...(subject === undefined ? {} : { subject }) };
}
