import { bearerError } from './bearer-challenge';

describe('bearerError', () => {
  const cases: [header: string | null, error: string | undefined][] = [
    [null, undefined],
    ['', undefined],
    ['Bearer', undefined],
    ['Bearer realm="x"', undefined],
    ['Bearer error=invalid_token', 'invalid_token'],
    ['Bearer realm="a, b=\\"c\\"", error="insufficient_scope", scope="x"', 'insufficient_scope'],
    ['bearer ERROR = "invalid_request"', 'invalid_request'],
    ['Basic realm="x", error="invalid_token"', undefined],
    ['Basic realm="Bearer error=oops", Bearer error="invalid_token"', 'invalid_token'],
    ['Basic dXNlcg==, Bearer error="invalid_token"', 'invalid_token'],
    ['Negotiate, Basic realm="x", Bearer realm="y" , error="insufficient_scope"', 'insufficient_scope'],
    ['Bearer error="invalid_token', undefined],
    ['Bearer error="in\\valid"', 'invalid'],
    [',,, Bearer ,,, error=x', 'x'],
    ['DPoP error="use_dpop_nonce"', undefined],
    ['error="insufficient_scope"', undefined],
    [`Bearer realm="${'x'.repeat(8_192)}", error="cut"`, undefined],
  ];
  for (const [header, error] of cases) {
    it(`J5: is ${error} for ${header}`, () => expect(bearerError(header)).toBe(error));
  }

  it('J5: reads whatever is crafted in linear time, and never throws', () => {
    const hostile = ['"', '\\', '" ', 'a=', ' ', ',', 'Bearer ', 'a="\\', '=', 'error="', '\\"', 'a ="b", '];
    for (const piece of hostile) {
      const long = `Bearer ${piece.repeat(200_000)}`; // quadratic reading would take minutes
      expect(() => bearerError(long)).not.toThrow();
    }
  });
});
