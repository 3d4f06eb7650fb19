/** The claims of a JWT (RFC 7519 section 3), unverified; `undefined` for every other token. */
export function jwtClaims(token: string | undefined): object | undefined {
  const payload = token?.split('.', 3)[1];
  if (!payload) return undefined;

  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));

    return typeof claims === 'object' && claims !== null ? claims : undefined;
  } catch {
    return undefined; // an opaque token with dots in it
  }
}
