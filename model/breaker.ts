import type { TrueSession } from './true-sessions.ts';

const MINUTE = 60_000;

/**
 * Whether refreshing is known not to help: three refreshes have brought tokens that the server refused, the last of them within
 * the last minute. Then a client may hand out a 401 as it is, and must not refresh because of it.
 */
export function isHopeless({ uselessSince }: TrueSession, now: number, enough = 3): boolean {
  const [last = -Infinity, ...earlier] = Array.from(uselessSince.values()).reverse();
  let streak = now - last < MINUTE ? 1 : 0;
  for (let next = last; streak > 0 && earlier.length > 0 && next - earlier[0]! < 2 * MINUTE; streak++) {
    next = earlier.shift()!;
  }

  return streak >= enough;
}
