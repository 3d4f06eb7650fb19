/** What a client promises where the server asks for nothing: a second, less half of it at most. */
const SHORTEST = 500;
/** A server may not ask for more than an hour. */
const LONGEST = 3_600_000;

/** How long the server must be left alone at least after a refresh that failed, in milliseconds. */
export function pauseAfter(retryAfter: unknown): number {
  if (typeof retryAfter !== 'string') return SHORTEST;

  const asked = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();

  return Math.min(Math.max(0, asked), LONGEST);
}
