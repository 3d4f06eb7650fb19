import { withAxios } from 'ngx-axios';
import { firstValueFrom } from 'rxjs';
import { outcome, setup, signIn } from './backend';
import { expectLeak, findings, isSecret } from './leaks';

const SECRET = 'a-secret-of-more-than-twenty-characters';

describe('The search for leaks', () => {
  beforeEach(() => isSecret(SECRET));

  for (const [what, value] of [
    ['a text around it', `<${SECRET}>`],
    ['a cause', new Error('outer', { cause: new Error(SECRET) })],
    ['what cannot be enumerated', Object.defineProperty({}, 'hidden', { value: { deep: [SECRET] } })],
    ['a symbol', { [Symbol('s')]: SECRET }],
    ['headers', new Headers({ 'x-api-token': SECRET })],
    ['a request', new Request('https://a.example', { headers: { authorization: `Bearer ${SECRET}` } })],
    ['the address of a request', new Request(`https://a.example/?t=${SECRET}`)],
    [
      'a form',
      (() => {
        const form = new FormData();
        form.set('t', SECRET);
        return form;
      })(),
    ],
  ] as [string, unknown][]) {
    it(`finds a token in ${what}`, () => expect(findings(value).length).toBe(1));
  }

  it('finds nothing where there is nothing', () => expect(findings({ a: [1, new Headers(), null] })).toEqual([]));

  it('fails a test that prints one', () => {
    spyOn(console, 'info').and.callThrough();
    expectLeak();
    console.debug(SECRET);
    expect(console.info).not.toHaveBeenCalled();
  });

  describe('in storage', () => {
    afterAll(() => localStorage.clear());

    it('fails a test that keeps one there', () => {
      expectLeak();
      localStorage.setItem('elsewhere', SECRET);
      expect(localStorage.length).toBeGreaterThan(0);
    });
  });

  it('fails a test whose errors carry one', async () => {
    expectLeak();
    const { client, session } = setup({
      features: [
        withAxios(({ interceptors }) =>
          interceptors.request.use((config) => {
            config.headers.set('X-Note', SECRET);

            return config;
          }),
        ),
      ],
    });
    await signIn(client, session);
    expect((await outcome(client.get('/nothing'))).error).toBeDefined();
  });

  it('finds no token in what an application holds of the library', async () => {
    const { client, session } = setup();
    await signIn(client, session);
    await firstValueFrom(client.get('/notes'));
    const token = await firstValueFrom(session.accessToken$());
    expect(findings({ token })).not.toEqual([]); // it is known as a secret
    expect(findings({ client, session, defaults: client.axiosRef.defaults, axios: client.axiosRef })).toEqual([]);
  });
});
