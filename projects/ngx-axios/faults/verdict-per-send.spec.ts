import axios, { AxiosAdapter, AxiosError } from 'axios';
import { TokenSet } from 'ngx-axios';
import { Subject } from 'rxjs';
import { BACKEND, ELSEWHERE, outcome, setup, signIn } from '../testbed/backend';

describe('A <base> that comes while a request is under way', () => {
  const base = document.createElement('base');
  afterEach(() => base.remove());

  for (const [when, refused] of [
    ['waits for a refresh', false],
    ['is to be sent again', true],
  ] as const) {
    it(`U6: gets no token where it leads a request that ${when}`, async () => {
      const tokens = new Subject<TokenSet>();
      const sent: unknown[] = [];
      const adapter: AxiosAdapter = async (config) => {
        const { origin } = new URL(axios.getUri(config), document.baseURI);
        sent.push([origin, config.headers.get('Authorization') ?? null]);
        const response = { config, data: '', status: 200, statusText: '', headers: {} };
        if (refused && sent.length === 1) {
          throw new AxiosError('Unauthorized', 'ERR_BAD_REQUEST', config, {}, { ...response, status: 401 });
        }
        return response;
      };
      const { client, session } = setup({
        config: { baseURL: '/api' },
        session: { origins: [location.origin], refresh: () => tokens },
      });
      session.start({ accessToken: 'stale' });
      if (!refused) session.refresh$.subscribe();
      const done = outcome(client.get('/x', { adapter }));
      await new Promise((resolve) => setTimeout(resolve));
      base.href = 'https://evil.example/';
      document.head.prepend(base);
      tokens.next({ accessToken: 'fresh' });
      tokens.complete();

      expect(await done).toEqual({ value: '' });
      expect(sent).toEqual([...(refused ? [[location.origin, 'Bearer stale']] : []), ['https://evil.example', null]]);
    });
  }
});

describe('An answer that a redirect has brought', () => {
  /** Answers 401 once, as XHR does after a redirect. */
  const redirected = (responseURL: string): AxiosAdapter => {
    let answers = 0;

    return async (config) => {
      const request = Object.defineProperty(new XMLHttpRequest(), 'responseURL', { value: responseURL });
      const response = { config, request, data: '', status: 200, statusText: '', headers: {} };
      if (answers++ > 0) return response;
      throw new AxiosError('Unauthorized', 'ERR_BAD_REQUEST', config, request, { ...response, status: 401 });
    };
  };

  for (const [what, origin, refreshes] of [
    ['from another origin refreshes nothing', ELSEWHERE, 0],
    ['from a listed origin does', BACKEND, 1],
  ] as const) {
    it(`U7: ${what}`, async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      const { error } = await outcome(client.get('/notes', { adapter: redirected(`${origin}/notes`) }));
      expect(error === undefined).toBe(refreshes === 1);
      expect((await lab.counts()).refreshCalls).toBe(refreshes);
    });
  }
});
