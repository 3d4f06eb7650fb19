import type { TrueSession } from './true-sessions.ts';

const MINUTE = 60_000;

/** A fresh token whose request was under way for longer, in milliseconds, may have run out since: its refusal says nothing of the refresh. */
export const LONGEST_WAY = 3_000;

/**
 * Whether refreshing is known not to help: three refreshes have brought tokens that the server refused, the last of them within
 * the last minute. Then a client may hand out a 401 as it is, and must not refresh because of it.
 */
export function isHopeless(uselessAt: readonly number[], now: number): boolean {
  const [last = -Infinity, ...earlier] = uselessAt.toReversed();
  let streak = now - last < MINUTE ? 1 : 0;
  for (let next = last; streak > 0 && earlier.length > 0 && next - earlier[0]! < 2 * MINUTE; streak++) {
    next = earlier.shift()!;
  }

  return streak >= 3;
}

/** Notes that a fresh token was refused. Many requests meet the same token, some of them late. */
export function turnsOutUseless(session: TrueSession, token: string, now: number): void {
  const index = session.had.indexOf(token);
  if (index <= session.lastUseless) return;

  session.lastUseless = index;
  session.uselessAt.push(now);
}
