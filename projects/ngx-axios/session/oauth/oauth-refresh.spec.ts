import { provideAxios, withSession } from 'ngx-axios';
import { provideHttpSession } from 'ngx-axios/http';
import { Observable, of } from 'rxjs';
import { TokenSet } from '../token-set';
import { FormClient, oauthRefresh, OAuthRefreshOptions } from './oauth-refresh';

const ENDPOINT = 'https://id.example/token';

/** What one refresh sends, and what becomes of the answer. */
function refreshed(options: Partial<OAuthRefreshOptions>, answer: unknown = {}) {
  const sent: { url: string; form: Record<string, string>; headers: Record<string, string> }[] = [];
  const http: FormClient = {
    post: <T>(url: string, body: string, { headers }: { headers: Record<string, string> }) =>
      new Observable<T>((subscriber) => {
        sent.push({ url, form: Object.fromEntries(new URLSearchParams(body)), headers });

        return of(answer as T).subscribe(subscriber);
      }),
  };
  let tokens: TokenSet | undefined;
  let failure: unknown;
  oauthRefresh({ tokenEndpoint: ENDPOINT, clientId: 'shop', ...options })(
    { accessToken: 'a', refreshToken: 'r&=ä' },
    http,
  )!.subscribe({ next: (next) => (tokens = next), error: (error: unknown) => (failure = error) });

  return { sent, tokens, failure };
}

describe('oauthRefresh', () => {
  it('posts the refresh token in a form, and nothing of the access token', () => {
    expect(refreshed({}).sent).toEqual([
      {
        url: ENDPOINT,
        form: { grant_type: 'refresh_token', client_id: 'shop', refresh_token: 'r&=ä' },
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      },
    ]);
  });

  it('adds scopes and further parameters, which change none of its own', () => {
    const params = { resource: 'https://api.example', grant_type: 'password', refresh_token: 'x' };
    expect(refreshed({ scope: 'a b', params }).sent[0]!.form).toEqual({
      resource: 'https://api.example',
      grant_type: 'refresh_token',
      client_id: 'shop',
      refresh_token: 'r&=ä',
      scope: 'a b',
    });
  });

  it('has nothing to refresh with without a refresh token', () => {
    const refresh = oauthRefresh({ tokenEndpoint: ENDPOINT, clientId: 'shop' });
    expect(refresh({ accessToken: 'a' }, {} as FormClient)).toBeNull();
  });

  it('answers a token set', () => {
    expect(refreshed({}, { access_token: 'b', refresh_token: 's', expires_in: 9 }).tokens).toEqual(
      jasmine.objectContaining({ accessToken: 'b', refreshToken: 's', expiresIn: 9 }),
    );
  });

  it('fails where the ID token is of another issuer than the option says', () => {
    const id_token = `e30.${btoa('{"iss":"https://evil.example"}')}.c2ln`;
    const { tokens, failure } = refreshed({ issuer: 'https://id.example' }, { access_token: 'b', id_token });
    expect(tokens).toBeUndefined();
    expect((failure as Error).message).toContain('https://evil.example');
    expect(refreshed({}, { access_token: 'b', id_token }).tokens!.accessToken).toBe('b');
  });

  it('fits every client as the option `refresh`', () => {
    const refresh = oauthRefresh({ tokenEndpoint: '/oauth/token', clientId: 'shop' });
    expect(() => provideAxios({}, withSession({ tokens: 'body', refresh }))).not.toThrow();
    expect(() => provideHttpSession({ tokens: 'body', refresh })).not.toThrow();
  });

  for (const [option, value, fix] of [
    ['tokenEndpoint', undefined, 'token_endpoint'],
    ['tokenEndpoint', '', 'token_endpoint'],
    ['tokenEndpoint', 'http://id.example/token', 'use https:'],
    ['clientId', undefined, 'identifier'],
    ['clientId', '', 'identifier'],
    ['issuer', 'id.example', 'no URL'],
  ] as const) {
    it(`says what is wrong with ${option}: ${value}`, () =>
      expect(() =>
        oauthRefresh({ tokenEndpoint: ENDPOINT, clientId: 'shop', [option]: value } as OAuthRefreshOptions),
      ).toThrowError(new RegExp(`^oauthRefresh: \`${option}\` .*${fix}`)));
  }

  it('takes an endpoint on localhost in the clear, and a later change of the options for none', () => {
    const options = { tokenEndpoint: 'http://localhost:4000/token', clientId: 'shop' };
    const refresh = oauthRefresh(options);
    options.tokenEndpoint = 'https://evil.example';
    const http = { post: jasmine.createSpy('post').and.returnValue(of({})) };
    refresh({ refreshToken: 'r' }, http)!.subscribe();
    expect(http.post.calls.first().args[0]).toBe('http://localhost:4000/token');
  });
});
