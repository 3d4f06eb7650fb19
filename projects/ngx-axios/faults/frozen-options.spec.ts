import { TestBed } from '@angular/core/testing';
import axios, { AxiosAdapter, CreateAxiosDefaults } from 'axios';
import { AxiosClient, BodySessionOptions, provideAxios, Session, TokenSet, withSession } from 'ngx-axios';
import { firstValueFrom } from 'rxjs';

const API = 'https://api.example.com';
const EVIL = 'https://evil.example';

interface Sent {
  readonly to: string;
  readonly authorization: unknown;
  readonly data: unknown;
}

/** A client that has started, the very objects it was given, and what it sends from then on. */
function setup(given: { origins?: string[] } = {}) {
  const sent: Sent[] = [];
  const adapter: AxiosAdapter = async (config) => {
    sent.push({
      to: axios.getUri(config),
      authorization: config.headers.get('Authorization') ?? undefined,
      data: config.data,
    });
    const data = config.url === '/refresh' ? { accessToken: 'fresh', refreshToken: 'next' } : {};

    return { config, data, status: 200, statusText: 'OK', headers: {} };
  };
  const config: CreateAxiosDefaults = { baseURL: API, adapter };
  const options: BodySessionOptions<AxiosClient> = {
    tokens: 'body',
    refresh: ({ refreshToken }, http) => http.post<TokenSet>('/refresh', { refreshToken }),
    ...given,
  };
  TestBed.configureTestingModule({ providers: [provideAxios(config, withSession(options))] });
  const client = TestBed.inject(AxiosClient);
  const session = TestBed.inject(Session);
  session.start({ accessToken: 'secret', refreshToken: 'refresh-secret' });

  return { client, session, config, options, sent };
}

describe('What is changed after the start', () => {
  const ask = async (client: AxiosClient) => {
    for (const url of [`${API}/x`, `${EVIL}/x`]) await firstValueFrom(client.get(url));
  };
  const asFromTheStart = [
    { to: `${API}/x`, authorization: 'Bearer secret', data: undefined },
    { to: `${EVIL}/x`, authorization: undefined, data: undefined },
  ];

  it('U13: adds no origin: the array of origins', async () => {
    const origins = [API];
    const { client, sent } = setup({ origins });
    origins.push(EVIL);
    await ask(client);
    origins.splice(0, 2, EVIL);
    await ask(client);
    expect(sent).toEqual([...asFromTheStart, ...asFromTheStart]);
  });

  it('U13: adds no origin: the options', async () => {
    for (const origins of [undefined, [API]]) {
      const { client, options, sent } = setup(origins && { origins });
      options.origins = [EVIL];
      options.authorize = (token) => ({ 'X-Token': token, Authorization: `Bearer ${token}, to anybody` });
      await ask(client);
      expect(sent).toEqual(asFromTheStart);
      TestBed.resetTestingModule();
    }
  });

  it('U13: adds no origin: the configuration, and the defaults of the instance', async () => {
    const { client, config, sent } = setup();
    config.baseURL = EVIL;
    await firstValueFrom(client.get('/x'));
    client.axiosRef.defaults.baseURL = EVIL;
    await firstValueFrom(client.get('/x'));
    expect(sent).toEqual(asFromTheStart);
  });

  it('U13: does not lead the refresh elsewhere', async () => {
    const { client, session, config, options, sent } = setup();
    config.baseURL = EVIL;
    client.axiosRef.defaults.baseURL = EVIL;
    options.refresh = ({ refreshToken }, http) => http.post<TokenSet>(`${EVIL}/refresh`, { refreshToken });
    await firstValueFrom(session.refresh$);
    expect(sent).toEqual([
      {
        to: `${API}/refresh`,
        authorization: undefined,
        data: JSON.stringify({ refreshToken: 'refresh-secret' }),
      },
    ]);
  });
});
