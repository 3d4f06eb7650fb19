import { AllowedOrigins } from './allowed-origins';

const allowed = (url: string, { origins = ['https://api.example.com'], baseURI = 'https://app.example.com/' } = {}) =>
  new AllowedOrigins(origins, { baseURI }).check(url) !== null;

describe('AllowedOrigins', () => {
  for (const url of [
    'https://api.example.com',
    'https://api.example.com/',
    'https://api.example.com:443/x',
    'HTTPS://API.example.com/x',
    'https:\\\\api.example.com/x',
    '//api.example.com/x',
  ]) {
    it(`takes ${url}`, () => expect(allowed(url)).toBeTrue());
  }

  for (const url of [
    'http://api.example.com',
    'https://api.example.com:8443',
    'https://api.example.com.evil.example',
    'https://api.example.com@evil.example',
    'https://user:password@api.example.com',
    'https://user@api.example.com',
    'https://evil.example/https://api.example.com',
    'https://api.example.com.',
    'https://xapi.example.com',
    'https://example.com',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'ht\ntps://evil.example',
    'blob:https://api.example.com/1',
    'data:text/plain,x',
    'javascript:0',
    'about:invalid',
    'https://',
    '/orders',
    '',
  ]) {
    it(`refuses ${JSON.stringify(url)}`, () => expect(allowed(url)).toBeFalse());
  }

  it('resolves relative URLs as the page does, also after its <base> has changed', () => {
    const document = { baseURI: 'https://app.example.com/' };
    const origins = new AllowedOrigins(['/api'], document);
    expect(origins.check('/orders')?.href).toBe('https://app.example.com/orders');
    document.baseURI = 'https://evil.example/';
    expect(origins.check('/orders')).toBeNull();
  });

  it('lets nothing unencrypted leave this machine', () => {
    for (const [origin, expected] of [
      ['http://localhost:4200', true],
      ['http://app.localhost', true],
      ['http://127.0.0.1:1', true],
      ['http://[::1]:1', true],
      ['http://127.0.0.1.evil.example', false],
      ['http://192.168.1.5', false],
    ] as const) {
      expect(allowed(`${origin}/x`, { origins: [origin] }))
        .withContext(origin)
        .toBe(expected);
    }
  });
});
