import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import type { Counts } from './counts.ts';
import { JudgedServer } from './judged-server.ts';
import { createServer } from './server.ts';

interface SignedIn {
  accessToken: string;
  refreshToken: string;
  session: string;
}

describe('What stays open', () => {
  const site = new JudgedServer();
  const { verdict, journal } = site;

  const post = (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    fetch(site.origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const signIn = async (prefix = '/body/api') => {
    const answer = await post(`${prefix}/auth/sign-in`, { name: 'ada', password: 'lovelace' });

    return (await answer.json()) as SignedIn;
  };
  const lab = (session: string, what: string, body?: unknown) => post(`/lab/${session}/${what}`, body);
  const counts = async (session: string) =>
    (await (await fetch(`${site.origin}/lab/${session}/counts`)).json()) as Counts;
  const until = async (session: string, open: number) => {
    while ((await counts(session)).open !== open);
  };

  describe('a socket', () => {
    /** Opens a socket, and says what comes first: a message, or the code that it is closed with. */
    const connect = async (firstMessage: string | undefined, path = '/body/api/live') => {
      const socket = new WebSocket(site.origin.replace('http', 'ws') + path);
      const closed = once(socket, 'close').then(([event]) => (event as CloseEvent).code);
      const message = async () => ((await once(socket, 'message')) as [MessageEvent<string>])[0].data;
      await once(socket, 'open');
      const first = Promise.race([message(), closed]);
      if (firstMessage !== undefined) socket.send(firstMessage);

      return { socket, message, closed, first: await first };
    };

    for (const prefix of ['/api', '/body/api', '/b/api']) {
      it(`is let in by its first message, and gives every other back: ${prefix}`, async () => {
        const { accessToken, session } = await signIn(prefix);
        const { socket, message, first } = await connect(accessToken, `${prefix}/live`);
        assert.equal(first, 'ready');
        const answer = message();
        socket.send('hello');
        assert.equal(await answer, 'hello');
        const { requests, expired, opened, open } = await counts(session);
        assert.deepEqual({ requests, expired, opened, open }, { requests: 1, expired: 0, opened: 1, open: 1 });

        socket.close();
        await until(session, 0);
      });
    }

    it('is closed with 4401 when its token is unknown, or none comes', async () => {
      for (const rubbish of ['', 'x', 'a.b.c', 'x'.repeat(8000), undefined]) {
        assert.equal((await connect(rubbish)).first, 4401, rubbish);
      }
    });

    it('is closed with 4401 when its token has expired', async () => {
      const { accessToken, session } = await signIn();
      await lab(session, 'expire');
      assert.equal((await connect(accessToken)).first, 4401);
      const { requests, expired, opened } = await counts(session);
      assert.deepEqual({ requests, expired, opened }, { requests: 1, expired: 1, opened: 0 });
    });

    for (const what of ['expire', 'revoke']) {
      it(`is closed with 4401 when its token stops being good meanwhile: ${what}`, async () => {
        const { accessToken, session } = await signIn();
        const { first, closed } = await connect(accessToken);
        assert.equal(first, 'ready');
        await lab(session, what);
        assert.equal(await closed, 4401);
        await until(session, 0);
      });
    }

    it('is closed with 4401 when its token runs out', async () => {
      const other = await createServer({ accessLifetime: 1 });
      const url = await other.listen({ port: 0, host: '127.0.0.1' });
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ name: 'ada', password: 'lovelace' });
      const answer = await fetch(`${url}/body/api/auth/sign-in`, { method: 'POST', headers, body });
      const { accessToken } = (await answer.json()) as SignedIn;
      const socket = new WebSocket(`${url.replace('http', 'ws')}/body/api/live`);
      socket.onopen = () => socket.send(accessToken);
      const [{ code }] = (await once(socket, 'close')) as [CloseEvent];
      await other.close();
      assert.equal(code, 4401);
    });

    it('is closed with what the script says', async () => {
      const { accessToken, session } = await signIn();
      await lab(session, 'faults', { api: [{ status: 401 }, { status: 503, delay: { arrival: 1 } }, {}] });
      assert.equal((await connect(accessToken)).first, 4401);
      assert.equal((await connect(accessToken)).first, 4503);
      assert.equal((await connect(accessToken)).first, 'ready');
    });

    it('is judged like everything that arrives', async () => {
      const { accessToken, refreshToken } = await signIn();
      verdict.expectViolation('in-url');
      verdict.expectViolation('reuse');
      await connect(accessToken, `/body/api/live?token=${accessToken}`);
      await post('/body/api/auth/refresh', { refreshToken });
      await connect(refreshToken);
      const carried = journal.arrivals
        .flatMap(({ tokens }) => tokens)
        .map(({ kind, where, spent }) => `${kind} ${where}${spent ? ' spent' : ''}`);
      assert.deepEqual(carried, ['access url', 'access message', 'refresh body', 'refresh message spent']);
    });

    it('is not there for cookies, nor for who asks without an upgrade', async () => {
      const { accessToken } = await signIn();
      const headers = { authorization: `Bearer ${accessToken}` };
      assert.equal((await fetch(`${site.origin}/body/api/live`, { headers })).status, 404);
      assert.equal((await fetch(`${site.origin}/cookies/api/live`, { headers })).status, 404);
    });

    it('may break in the middle of anything', async () => {
      const { accessToken, session } = await signIn();
      const { socket, closed } = await connect(accessToken);
      socket.send('x'.repeat(20_000));
      assert.equal(await closed, 1009);
      await until(session, 0);
      assert.equal((await fetch(`${site.origin}/health`)).status, 200);
    });
  });

  describe('an event stream', () => {
    const open = (accessToken: string, headers: Record<string, string> = {}, signal?: AbortSignal) =>
      fetch(`${site.origin}/body/api/notes/stream`, {
        headers: { authorization: `Bearer ${accessToken}`, ...headers },
        ...(signal ? { signal } : {}),
      });
    const write = async (accessToken: string, text: string) => {
      const answer = await post('/body/api/notes', { text }, { authorization: `Bearer ${accessToken}` });

      return (await answer.json()) as { id: number };
    };

    it('tells of every note as it is written, until the token stops being good', async () => {
      const { accessToken, session } = await signIn();
      await write(accessToken, 'old');
      const answer = await open(accessToken);
      assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'text/event-stream']);
      const { id } = await write(accessToken, 'news');
      await lab(session, 'expire');

      assert.equal(await answer.text(), `retry: 100\n\nid: ${id}\ndata: {"id":${id},"text":"news"}\n\n`);
      await until(session, 0);
      assert.equal((await open(accessToken)).status, 401);
      const { requests, expired, opened } = await counts(session);
      assert.deepEqual({ requests, expired, opened }, { requests: 4, expired: 1, opened: 1 });
    });

    it('begins with what was missed since the last event', async () => {
      const { accessToken, session } = await signIn();
      const { id: seen } = await write(accessToken, 'seen');
      const { id: missed } = await write(accessToken, 'missed');
      const answer = await open(accessToken, { 'last-event-id': String(seen) });
      await lab(session, 'revoke');
      assert.equal(await answer.text(), `retry: 100\n\nid: ${missed}\ndata: {"id":${missed},"text":"missed"}\n\n`);
    });

    it('notices who leaves', async () => {
      const { accessToken, session } = await signIn();
      const leaving = new AbortController();
      await open(accessToken, {}, leaving.signal);
      await until(session, 1);
      leaving.abort();
      await until(session, 0);
      assert.equal((await counts(session)).aborted, 1);
    });

    it('takes the token from its cookie where that is the kind', async () => {
      const answer = await post('/cookies/api/auth/sign-in', { name: 'ada', password: 'lovelace' });
      const cookie = answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
      const { session } = (await answer.json()) as SignedIn;
      const stream = () => fetch(`${site.origin}/cookies/api/notes/stream`, { headers: { cookie } });
      assert.equal((await stream()).status, 200);
      await lab(session, 'expire');
      assert.equal((await stream()).status, 401);
    });
  });
});
