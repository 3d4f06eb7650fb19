/**
 * The claims of a JWT (RFC 7519 section 3), unverified; `undefined` for every other token.
 *
 * @param decode - Makes text of its bytes, a character each. Who reads numbers alone needs none.
 */
export function jwtClaims(token: string | undefined, decode = (bytes: string) => bytes): object | undefined {
  const payload = token?.split('.', 3)[1];
  if (!payload) return undefined;

  try {
    const claims: unknown = JSON.parse(decode(atob(payload.replace(/-/g, '+').replace(/_/g, '/'))));

    return typeof claims === 'object' && claims !== null ? claims : undefined;
  } catch {
    return undefined; // an opaque token with dots in it
  }
}

/** Text that is UTF-8. */
export function fromUtf8(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}
