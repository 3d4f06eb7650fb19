import { Answer } from './answer';

/** `Retry-After` in milliseconds from now, from seconds or an HTTP date (RFC 9110 section 10.2.3); `undefined` when unusable. */
export function retryAfter(answer: Answer): number | undefined {
  const value = answer.header('retry-after')?.trim();
  if (!value) return undefined;

  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();

  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
