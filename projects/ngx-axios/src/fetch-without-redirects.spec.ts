import { AxiosClient } from 'ngx-axios';
import { SessionEvent, TokenSet } from 'ngx-axios/session';
import { firstValueFrom, toArray } from 'rxjs';
import { outcome, setup, signIn } from '../testbed/backend';

/** A session whose token travels in another header, so that redirects are refused. */
const custom = () =>
  setup({ prefix: '/b/api', session: { authorize: (token) => ({ Authentication: `Bearer ${token}` }), expired: 403 } });

describe("axios's fetch adapter, refusing redirects", () => {
  it('E21: hands out an answer that may have no body, also to who watches the download', async () => {
    const { client, session } = custom();
    const lab = await signIn(client, session);
    const { id } = await firstValueFrom(client.post<{ id: number }>('/notes', { text: 'short-lived' }));
    await lab.expire();
    const events = await firstValueFrom(client.events({ method: 'delete', url: `/notes/${id}` }).pipe(toArray()));
    const last = events.at(-1);
    expect(last?.type === 'response' && [last.response.status, last.response.data]).toEqual([204, '']);
  });

  for (const status of [204, 205]) {
    it(`E21: takes ${status} for the answer of a refresh that renews cookies`, async () => {
      const { client, session } = setup({
        prefix: '/cookies/api',
        config: { withCredentials: true },
        session: {
          tokens: 'cookies',
          refresh: (_: TokenSet, http: AxiosClient) => http.post('/auth/refresh'),
        } as never,
      });
      const events: SessionEvent['type'][] = [];
      session.events$.subscribe(({ type }) => events.push(type));
      const lab = await signIn(client, session);
      await lab.faults({ api: [{ status: 401 }], refresh: { status } });
      expect((await outcome(client.get('/notes'))).value).toEqual(jasmine.any(Array));
      expect(events).toEqual(['refreshed']);
      await session.end();
    });
  }

  it('leaves the environment of the application in place', async () => {
    const fetched: string[] = [];
    const watched: typeof fetch = (input, init) => {
      fetched.push(new URL(input instanceof Request ? input.url : String(input)).pathname);

      return fetch(input, init);
    };
    const { client, session } = setup({
      prefix: '/b/api',
      config: { env: { fetch: watched, Response: Response as never }, adapter: 'fetch' },
      session: { authorize: (token) => ({ Authentication: `Bearer ${token}` }), expired: 403 },
    });
    await signIn(client, session);
    const { config } = await firstValueFrom(client.request({ url: '/notes' }));
    expect(fetched).toEqual(['/b/api/auth/sign-in', '/b/api/notes']);
    expect(config.env).toEqual(jasmine.objectContaining({ fetch: watched, Response }));
  });
});
