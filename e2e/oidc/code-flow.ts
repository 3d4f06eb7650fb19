import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { CLIENT_ID } from './identity-provider.ts';
import type { TokenAnswer } from './page/settings.ts';

/** Signs in as a browser would: authorization code with PKCE (RFC 7636), redirect by redirect, cookies and all. */
export async function signIn(
  issuer: string,
  page: string,
  { clientId = CLIENT_ID, name = 'ada' } = {},
): Promise<TokenAnswer> {
  const verifier = randomBytes(32).toString('base64url');
  const redirectUri = `${page}/`;
  const asked = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid offline_access',
    login_hint: name,
    prompt: 'consent', // without it nobody gets a refresh token (OpenID Connect Core section 11)
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const cookies = new Map<string, string>();
  let url = `${issuer}/auth?${asked}`;
  while (!url.startsWith(redirectUri)) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (value) cookies.set(name!, value);
      else cookies.delete(name!);
    }
    const next = answer.headers.get('location');
    assert.ok(next, `${answer.status} ${await answer.text()}`);
    url = new URL(next, url).href;
  }
  const code = new URL(url).searchParams.get('code');
  assert.ok(code, url);

  const answer = await ask(issuer, {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });
  assert.equal(answer.status, 200);

  return (await answer.json()) as TokenAnswer;
}

/** Asks the token endpoint. */
export function ask(issuer: string, parameters: Record<string, string>): Promise<Response> {
  return fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(parameters) });
}
