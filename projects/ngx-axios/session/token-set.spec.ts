import { lifetimeOf, readTokenSet } from './token-set';

const jwt = (claims: object) =>
  `e30.${btoa(JSON.stringify(claims)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')}.c2ln`;

describe('readTokenSet', () => {
  it('takes the fields it knows and no others', () => {
    const answer = { accessToken: 'a', refreshToken: 'r', expiresIn: 60, scope: 'x', extra: {} };
    expect(readTokenSet(answer)).toEqual({ accessToken: 'a', refreshToken: 'r', expiresIn: 60 });
  });

  it('takes null for no refresh token, as serializers write it', () => {
    expect(readTokenSet({ accessToken: 'a', refreshToken: null })).toEqual({ accessToken: 'a' });
  });

  it('J4: takes no token from a prototype', () => {
    expect(readTokenSet(Object.create({ accessToken: 'polluted' }))).toEqual({});
    expect(readTokenSet(JSON.parse('{"__proto__":{"accessToken":"polluted"}}'))).toEqual({});
  });

  for (const accessToken of ['', ' ', 'a b', 'a\n', 'ä', 'a\u0000', null, 1, {}, [], 'x'.repeat(65_537)]) {
    it(`E14, J9: refuses an access token that cannot stand in a header: ${JSON.stringify(accessToken)?.slice(0, 20)}`, () => {
      expect(readTokenSet({ accessToken })).toBeNull();
      if (accessToken !== null) expect(readTokenSet({ accessToken: 'a', refreshToken: accessToken })).toBeNull();
    });
  }

  for (const rubbish of [null, undefined, 'text', 7, true]) {
    it(`is null for ${String(rubbish)}`, () => expect(readTokenSet(rubbish)).toBeNull());
  }
});

describe('lifetimeOf', () => {
  it('is what the server says, in milliseconds', () => {
    expect(lifetimeOf({ accessToken: jwt({ iat: 0, exp: 99 }), expiresIn: 60 })).toBe(60_000);
  });

  it('is the span of a JWT otherwise, wherever the clock stands', () => {
    expect(lifetimeOf({ accessToken: jwt({ iat: 5e9, exp: 5e9 + 30, name: 'Zoë ??>>' }) })).toBe(30_000);
  });

  for (const token of [
    'opaque',
    'a.b.c',
    'a..c',
    '',
    jwt({ exp: 60 }),
    jwt({ iat: 60, exp: 60 }),
    jwt({ iat: '0', exp: '9' }),
    jwt([1]),
    jwt({ iat: 0, exp: 1e300 }),
  ]) {
    it(`T9, J1: is unknown for ${token.slice(0, 40) || 'an empty token'}`, () =>
      expect(lifetimeOf({ accessToken: token })).toBe(Infinity));
  }
});
