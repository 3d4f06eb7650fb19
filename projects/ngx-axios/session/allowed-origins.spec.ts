import { AllowedOrigins } from './allowed-origins';

// Which URLs it takes is told by the corpus of URLs, through the client: see faults/url-corpus.spec.ts.
describe('AllowedOrigins', () => {
  it('U6: resolves relative URLs as the page does, also after its <base> has changed', () => {
    const document = { baseURI: 'https://app.example.com/' };
    const origins = new AllowedOrigins(['/api'], document);
    expect(origins.allows('/orders')).toBeTrue();
    document.baseURI = 'https://evil.example/';
    expect(origins.allows('/orders')).toBeFalse();
    expect(origins.allows('https://app.example.com/orders')).toBeTrue();
  });

  it('U5: lets nothing unencrypted leave this machine, whatever the list says', () => {
    for (const [origin, expected] of [
      ['https://api.example.com', true],
      ['http://api.example.com', false],
      ['http://localhost:4200', true],
      ['http://app.localhost', true],
      ['http://127.0.0.1:1', true],
      ['http://127.255.0.9', true],
      ['http://[::1]:1', true],
      ['ftp://localhost', false],
      ['ws://localhost', false],
      ['http://localhost.', false],
      ['http://localhost.evil.example', false],
      ['http://evillocalhost', false],
      ['http://127.0.0.1.evil.example', false],
      ['http://[::ffff:127.0.0.1]', false],
      ['http://0.0.0.0', false],
      ['http://192.168.1.5', false],
    ] as const) {
      const origins = new AllowedOrigins([origin], { baseURI: 'https://app.example.com/' });
      expect(origins.allows(`${origin}/x`))
        .withContext(origin)
        .toBe(expected);
    }
  });

  it('U3: takes nothing for an allowed origin that has none, whatever the list says', () => {
    for (const url of ['data:,x', 'about:blank', 'file:///x', 'blob:null/1', 'javascript:0']) {
      const origins = new AllowedOrigins([url], { baseURI: 'https://app.example.com/' });
      expect(origins.allows(url)).withContext(url).toBeFalse();
    }
  });
});
