import fc from 'fast-check';
import { AxiosClient, provideAxios, Session, TokenSet, withSession } from 'ngx-axios';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom, forkJoin, of } from 'rxjs';
import { lifetimeOf, readTokenSet } from '../session/token-set';
import { arrivals, BACKEND, outcome, setup, signIn } from '../testbed/backend';

const base64url = (text: string) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '');

describe('Hostile input', () => {
  it('J1: no token, however crafted, throws or has a lifetime that is no number of seconds above zero', () => {
    const claims = fc.oneof(
      fc.json(),
      fc.record({ iat: fc.anything(), exp: fc.anything() }).map((value) => JSON.stringify(value) ?? ''),
      fc.record({ iat: fc.double(), exp: fc.double() }).map((value) => JSON.stringify(value)),
      fc.string({ unit: 'binary' }),
    );
    const tokens = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      claims.map((payload) => `e30.${base64url(payload)}.s`),
      claims.map((payload) => `e30.${base64url(payload)}`),
      fc.array(fc.string()).map((parts) => parts.join('.')),
    );
    fc.assert(
      fc.property(tokens, (accessToken) => {
        const lifetime = lifetimeOf({ accessToken });

        return lifetime > 0 && !Number.isNaN(lifetime);
      }),
      { numRuns: 20_000 },
    );
  });

  for (const [what, token] of [
    ['deep nesting', `e30.${base64url('['.repeat(10_000) + ']'.repeat(10_000))}.s`],
    ['a megabyte', `e30.${base64url(JSON.stringify({ iat: 0, exp: 60, x: 'x'.repeat(40_000) }))}.s`],
    ['bad UTF-8', 'e30._____.s'],
    ['keys twice', `e30.${base64url('{"iat":0,"exp":"x","exp":60}')}.s`],
    ['an array', `e30.${base64url('[{"iat":0,"exp":60}]')}.s`],
  ] as const) {
    it(`J1: reads a JWT with ${what} without throwing`, () =>
      expect(() => lifetimeOf({ accessToken: token })).not.toThrow());
  }

  it('J4: takes known fields of an answer and nothing that it says of prototypes', () => {
    const answer: unknown = JSON.parse(
      '{"accessToken":"a","__proto__":{"refreshToken":"evil"},"constructor":{"prototype":{"x":1}}}',
    );
    expect(readTokenSet(answer)).toEqual({ accessToken: 'a' });
    expect(readTokenSet(JSON.parse('{"__proto__":{"accessToken":"evil"}}'))).toEqual({});
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (anything) => {
        const read = readTokenSet(anything);

        return (
          read === null ||
          Object.keys(read).every((key) => ['accessToken', 'refreshToken', 'expiresIn', 'subject'].includes(key))
        );
      }),
    );
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  describe('a polluted prototype', () => {
    const EVIL: Record<string, unknown> = {
      accessToken: 'evil',
      refreshToken: 'evil',
      expiresIn: 1,
      subject: 'evil',
      tokenType: 'evil',
      session: false,
      replay: false,
      origins: ['https://evil.example'],
      authorize: () => ({ 'X-Evil': 'evil' }),
      expired: 200,
      refused: 200,
      redirects: 'follow',
      restore: 'never',
      store: 'localStorage',
      deadline: 1,
      patience: 1,
      leeway: 1,
      idle: 1,
      signOut: () => of('evil'),
      login: 'https://evil.example',
      whenUnknown: 'enter',
      kind: 'cookies',
      attempt: 9,
      failure: 'evil',
      retryAfter: 1,
      lost: true,
      age: 1e15,
      phase: 'signed-out',
      baseURL: 'https://evil.example',
      url: 'https://evil.example',
      auth: { username: 'evil', password: 'evil' },
      adapter: () => Promise.reject(new Error('evil')),
      validateStatus: () => true,
      withXSRFToken: true,
      withCredentials: true,
      transformRequest: () => 'evil',
      transformResponse: () => 'evil',
      params: { evil: 1 },
      timeout: 1,
      maxContentLength: 1,
      responseType: 'blob',
    };

    for (const key of Object.keys(EVIL)) {
      it(`J3: changes nothing with \`${key}\``, async () => {
        Object.defineProperty(Object.prototype, key, { value: EVIL[key], configurable: true, writable: true });
        try {
          const { client, session, ended } = setup();
          const lab = await signIn(client, session);
          await lab.expire();
          await firstValueFrom(forkJoin([1, 2, 3].map((n) => client.get<unknown[]>(`/notes?n=${n}`))));
          await firstValueFrom(client.post('/notes', { text: 'mine' }));
          expect(await lab.counts()).toEqual(
            jasmine.objectContaining({ requests: 7, expired: 3, refreshes: 1, reuse: 0 }),
          );
          expect(ended).toEqual([]);
          expect((await arrivals()).every(({ host }) => host === new URL(BACKEND).host)).toBeTrue();
          void session.end();
          expect(ended).toEqual(['signed-out']);
          await outcome(client.get('/notes?n=4'));
          expect((await lab.counts()).requests).toBe(7);
          expect(localStorage.length).toBe(0);
        } finally {
          Reflect.deleteProperty(Object.prototype, key);
        }
      });
    }

    it('J3: hands in no token where there is none', () => {
      Object.defineProperty(Object.prototype, 'refreshToken', { value: 'evil', configurable: true });
      try {
        const shown: TokenSet[] = [];
        TestBed.configureTestingModule({
          providers: [
            provideAxios(
              { baseURL: BACKEND },
              withSession({
                tokens: 'access-in-memory',
                refresh: (tokens) => (shown.push(tokens), of({ accessToken: 'b' })),
              }),
            ),
          ],
        });
        TestBed.inject(AxiosClient);
        const session = TestBed.inject(Session);
        session.start({ accessToken: 'a' });
        session.refresh$.subscribe();
        expect(shown[0]!.refreshToken).toBeUndefined();
      } finally {
        Reflect.deleteProperty(Object.prototype, 'refreshToken');
        localStorage.clear();
      }
    });
  });
});
