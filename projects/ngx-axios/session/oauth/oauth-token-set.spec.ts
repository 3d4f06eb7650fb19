import { oauthTokenSet } from './oauth-token-set';

const base64url = (text: string) =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '');
const idToken = (claims: object) => `e30.${base64url(JSON.stringify(claims))}.c2ln`;
const OURS = { issuer: 'https://id.example', clientId: 'shop' };
const answered = (claims: object) => ({ access_token: 'a', id_token: idToken(claims) });

describe('oauthTokenSet', () => {
  it('reads what a token endpoint answers, and nothing else of it', () => {
    const answer = {
      access_token: 'a',
      refresh_token: 'r',
      expires_in: 60,
      token_type: 'bearer',
      scope: 'x',
      id_token: 'i',
    };
    expect({ ...oauthTokenSet(answer) }).toEqual({
      accessToken: 'a',
      refreshToken: 'r',
      expiresIn: 60,
      tokenType: 'bearer',
      subject: undefined,
    });
  });

  it('reads a lifetime that is written as text, and takes null for none', () => {
    expect(oauthTokenSet({ access_token: 'a', expires_in: '3600' }).expiresIn).toBe(3600);
    const { refreshToken, expiresIn, tokenType } = oauthTokenSet({
      refresh_token: null,
      expires_in: null,
      token_type: null,
    });
    expect([refreshToken, expiresIn, tokenType]).toEqual([undefined, NaN, undefined]);
  });

  it('E6: makes an empty token set of what is none', () => {
    for (const answer of [null, undefined, '<!doctype html>', 7]) expect(oauthTokenSet(answer, OURS)).toEqual({});
  });

  it('J4: takes no token from a prototype', () => {
    expect(oauthTokenSet(Object.create({ access_token: 'polluted' })).accessToken).toBeUndefined();
  });

  it('takes the subject from the ID token of the issuer, for one client or several', () => {
    for (const aud of ['shop', ['other', 'shop']]) {
      expect(oauthTokenSet(answered({ iss: OURS.issuer, aud, sub: 'Zoë ??>>' }), OURS).subject).toBe('Zoë ??>>');
    }
  });

  it('takes no subject that is none, nor one that it was not told to look for', () => {
    const claims = { iss: OURS.issuer, aud: 'shop', sub: 7 };
    expect(oauthTokenSet(answered(claims), OURS).subject).toBeUndefined();
    expect(oauthTokenSet(answered({ ...claims, sub: 'ada' })).subject).toBeUndefined();
    expect(oauthTokenSet({ access_token: 'a' }, OURS).subject).toBeUndefined();
    expect(oauthTokenSet({ access_token: 'a', id_token: null }, OURS).subject).toBeUndefined();
  });

  for (const [what, id_token] of [
    ['of another issuer', idToken({ iss: 'https://evil.example', aud: 'shop', sub: 'ada' })],
    ['of an issuer that only looks alike', idToken({ iss: 'https://id.example/', aud: 'shop' })],
    ['of no issuer', idToken({ aud: 'shop' })],
    ['which cannot be read', 'e30.%%%.c2ln'],
  ] as const) {
    it(`throws for an ID token ${what}`, () =>
      expect(() => oauthTokenSet({ access_token: 'a', id_token }, OURS)).toThrowError(
        /^The ID token is of the issuer .* not of `issuer`, "https:\/\/id\.example"\.$/,
      ));
  }

  it('throws for an ID token that was made for another client', () => {
    for (const aud of ['other', ['other'], undefined]) {
      expect(() => oauthTokenSet(answered({ iss: OURS.issuer, aud }), OURS)).toThrowError(
        /^The ID token is for .* not for `clientId`, "shop"\.$/,
      );
    }
    expect(oauthTokenSet(answered({ iss: OURS.issuer, sub: 'ada' }), { issuer: OURS.issuer }).subject).toBe('ada');
  });
});
