import axios, { AxiosRequestConfig } from 'axios';
import { AxiosClient, Session, TokenSet } from 'ngx-axios';
import { firstValueFrom } from 'rxjs';
import {
  allowTokensAt,
  arrivals,
  BACKEND,
  ELSEWHERE,
  expectViolation,
  outcome,
  SECURE_BACKEND,
  setup,
  signIn,
} from './backend';
import { allowLeaks } from './leaks';

/** Sends with a token of the test's choice. */
const bearing = (accessToken: string): AxiosRequestConfig => ({ headers: { Authorization: `Bearer ${accessToken}` } });

const refresh = (client: AxiosClient, refreshToken: string | undefined) =>
  outcome<TokenSet>(client.post('/auth/refresh', { refreshToken }, { session: false }));

async function tokensOf(client: AxiosClient): Promise<TokenSet> {
  return firstValueFrom(client.post('/auth/sign-in', { name: 'ada', password: 'lovelace' }, { session: false }));
}

const held = (session: Session) => firstValueFrom(session.accessToken$());

for (const adapter of ['xhr', 'fetch'] as const) {
  describe(`The judgement after every test, with the adapter ${adapter}`, () => {
    const config = { adapter };
    beforeEach(allowLeaks);

    it('sees a refresh token that is used up', async () => {
      expectViolation('reuse');
      const { client } = setup({ config });
      const { refreshToken } = await tokensOf(client);
      await refresh(client, refreshToken);
      expect((await refresh(client, refreshToken)).error).toBeDefined();
    });

    it('sees a token at another host, unless the test allows it', async () => {
      const { client, session } = setup({ config });
      await signIn(client, session);
      const url = `${ELSEWHERE}/health`;
      allowTokensAt(ELSEWHERE);
      await firstValueFrom(client.get(url, bearing(await held(session))));
      expect((await arrivals()).at(-1)?.tokens).toEqual([jasmine.objectContaining({ kind: 'access', serial: 1 })]);
    });

    it('sees it there otherwise', async () => {
      expectViolation('elsewhere');
      const { client, session } = setup({ config });
      await signIn(client, session);
      expect(
        await firstValueFrom(client.get<unknown>(`${ELSEWHERE}/health`, bearing(await held(session)))),
      ).toBeDefined();
    });

    it('sees a token in a URL', async () => {
      expectViolation('in-url');
      const { client, session } = setup({ config });
      await signIn(client, session);
      const params = { token: await held(session) };
      expect(await firstValueFrom(client.get<unknown>('/health', { baseURL: BACKEND, params }))).toBeDefined();
    });

    it('sees an old token after a refresh', async () => {
      expectViolation('outdated');
      const { client, session } = setup({ config });
      await signIn(client, session);
      const old = await held(session);
      await firstValueFrom(session.refresh$);
      expect(await firstValueFrom(client.get<unknown>('/notes', bearing(old)))).toBeDefined();
    });

    it('sees the token of an earlier sign-in', async () => {
      expectViolation('crossed');
      const { client, session } = setup({ config });
      await signIn(client, session);
      const old = await held(session);
      await signIn(client, session);
      expect(await firstValueFrom(client.get<unknown>('/notes', bearing(old)))).toBeDefined();
    });

    it('sees the token of a later sign-in on a request that began before', async () => {
      expectViolation('crossed');
      const { client, session } = setup({ config });
      await signIn(client, session);
      let next = '';
      const late = async (request: Parameters<typeof axios.getAdapter>[1]) => {
        await signIn(client, session);
        next = await held(session);
        (request as { headers: { set(name: string, value: string): void } }).headers.set('Authorization', next);
        return axios.getAdapter(adapter)(request as never);
      };
      expect((await outcome(client.get('/notes', { adapter: late, ...bearing('') }))).error).toBeUndefined();
    });

    it('lets a session go on with the tokens of a later sign-in of the same subject', async () => {
      const { client, session } = setup({ config });
      for (let signIns = 0; signIns < 2; signIns++) {
        session.start(await tokensOf(client), { subject: 'ada' });
        expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
      }
    });

    it('sees another body, and a third send', async () => {
      expectViolation('body-changed');
      expectViolation('third-send');
      const { client, session } = setup({ config });
      await signIn(client, session);
      const thrice = async (request: Parameters<typeof axios.getAdapter>[1] & { data?: string }) => {
        const send = (text: string) =>
          axios.getAdapter(adapter)({ ...request, data: JSON.stringify({ text }) } as never);
        await send('one');
        await send('one');
        return send('two');
      };
      const { value } = await outcome<object>(client.post('/notes', {}, { adapter: thrice as never }));
      expect(value).toEqual(jasmine.objectContaining({ text: 'two' }));
    });

    it('takes what the browser does with one send for one', async () => {
      const { client, session } = setup({ config });
      const lab = await signIn(client, session);
      const redirect = `${BACKEND}/body/api/notes?again`;
      await lab.faults({ api: [{ redirect }, { redirect }, { redirect }] });
      expect(await firstValueFrom(client.get<unknown>('/notes'))).toEqual(jasmine.any(Array));
      expect((await lab.counts()).requests).toBe(4);
    });

    for (const [how, origin] of [
      ['in the clear', BACKEND],
      ['over HTTP/2', SECURE_BACKEND],
    ] as const) {
      for (const [what, fault, refreshes] of [
        ['breaks before the server does its part', { destroy: 'before' }, 0],
        ['breaks after the server did its part', { destroy: 'after' }, 1],
        ['is cut off', { truncate: true }, 1],
      ] as const) {
        it(`is not misled by a browser that sends again what ${what}, ${how}`, async () => {
          const { client, session } = setup({ config, origin });
          const lab = await signIn(client, session);
          await lab.faults({ refresh: fault });
          // Chromium does so on connections that have worked before.
          for (let warmUps = 0; warmUps < 6; warmUps++) await firstValueFrom(client.get('/notes'));

          const { error } = await outcome(session.refresh$);

          expect(error).toEqual(jasmine.objectContaining({ name: 'RefreshUnavailableError' }));
          expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshCalls: 1, refreshes, reuse: 0 }));
        });
      }
    }
  });
}
