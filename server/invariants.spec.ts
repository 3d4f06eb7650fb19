import assert from 'node:assert/strict';
import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { Stamp } from './arrival.ts';
import type { Invariant } from './invariants.ts';
import { Journal } from './journal.ts';
import { createServer } from './server.ts';
import { Verdict } from './verdict.ts';

interface Tokens {
  accessToken: string;
  refreshToken: string;
  session: string;
}

describe('The invariants', () => {
  const journal = new Journal();
  let server: FastifyInstance;
  let origin: string;
  let home: string;
  let elsewhere: string;

  before(async () => {
    server = await createServer({ journal });
    const { port } = new URL(await server.listen({ port: 0, host: 'localhost' }));
    home = `localhost:${port}`;
    origin = `http://${home}`;
    elsewhere = `http://127.0.0.1:${port}`;
  });
  after(() => server.close());
  afterEach(() => void journal.judge([]));

  const post = (path: string, body: unknown, init: RequestInit & { headers?: Record<string, string> } = {}) =>
    fetch(new URL(path, origin), {
      method: 'POST',
      body: JSON.stringify(body),
      ...init,
      headers: { 'content-type': 'application/json', ...init.headers },
    });
  const signIn = async () =>
    (await (await post('/body/api/auth/sign-in', { name: 'ada', password: 'lovelace' })).json()) as Tokens;
  const refresh = (refreshToken: string) => post('/body/api/auth/refresh', { refreshToken });
  const refreshed = async (refreshToken: string) => (await (await refresh(refreshToken)).json()) as Tokens;
  const faults = (session: string, refresh: object) => post(`/lab/${session}/faults`, { refresh });
  const bearer = (accessToken: string, stamp?: Partial<Stamp>): Record<string, string> => ({
    authorization: `Bearer ${accessToken}`,
    ...(stamp ? { 'x-client-stamp': JSON.stringify({ client: 'c', ...stamp }) } : {}),
  });
  const notes = (accessToken: string, stamp?: Partial<Stamp>) =>
    fetch(`${origin}/body/api/notes`, { headers: bearer(accessToken, stamp) });
  const write = (accessToken: string, text: string, stamp?: Partial<Stamp>) =>
    post('/body/api/notes', { text }, { headers: bearer(accessToken, stamp) });
  const tripped = (): Invariant[] => [...new Set(journal.judge([home]).map(({ invariant }) => invariant))];

  it('leave a client alone that does everything right', async () => {
    const { accessToken, refreshToken, session } = await signIn();
    await post(`/lab/${session}/expire`, {});
    const stamp = { session, newest: 1, send: 1 };
    assert.equal((await write(accessToken, 'twice', { ...stamp, exchange: 'a' })).status, 401);
    await faults(session, [{ status: 503 }]);
    assert.equal((await refresh(refreshToken)).status, 503);
    const fresh = await refreshed(refreshToken); // the first was not used up
    const after = { session, newest: 2, send: 2 };
    assert.equal((await write(fresh.accessToken, 'twice', { ...after, exchange: 'a' })).status, 201);
    assert.equal((await notes(fresh.accessToken, { ...after, exchange: 'b' })).status, 200);
    await post('/body/api/auth/sign-out', { refreshToken: fresh.refreshToken });

    const next = await signIn();
    await notes(next.accessToken, { session: next.session, newest: 1, exchange: 'c', send: 3 });
    assert.deepEqual(tripped(), []);
  });

  describe('reuse', () => {
    it('is a refresh token that comes again', async () => {
      const { refreshToken } = await signIn();
      await refresh(refreshToken);
      await refresh(refreshToken);
      assert.deepEqual(tripped(), ['reuse']);
    });
    it('is one that comes again after its answer was lost', async () => {
      const { refreshToken, session } = await signIn();
      await faults(session, [{ destroy: 'after' }]);
      await assert.rejects(refresh(refreshToken));
      await refresh(refreshToken);
      assert.deepEqual(tripped(), ['reuse']);
    });
    it('is one that comes twice at once', async () => {
      const { refreshToken, session } = await signIn();
      await faults(session, [{ delay: { arrival: 100 } }, { delay: { arrival: 100 } }]);
      await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
      assert.deepEqual(tripped(), ['reuse']);
    });
    it('is one that is brought along to another route', async () => {
      const { refreshToken } = await signIn();
      await refresh(refreshToken);
      await post('/body/api/auth/sign-out', { refreshToken });
      assert.deepEqual(tripped(), ['reuse']);
    });
    it('is a cookie only where it is presented', async () => {
      const prefix = '/api';
      const answer = await post(`${prefix}/auth/sign-in`, { name: 'ada', password: 'lovelace' });
      const { accessToken } = (await answer.json()) as Tokens;
      const headers = { ...bearer(accessToken), cookie: answer.headers.getSetCookie()[0]!.split(';')[0]! };
      await fetch(`${origin}${prefix}/auth/refresh`, { method: 'POST', headers });
      await fetch(`${origin}${prefix}/notes`, { headers });
      assert.deepEqual(tripped(), []);
      await fetch(`${origin}${prefix}/auth/refresh`, { method: 'POST', headers });
      assert.deepEqual(tripped(), ['reuse']);
    });
  });

  describe('elsewhere', () => {
    for (const where of ['url', 'header', 'cookie', 'body'] as const) {
      it(`is a token that reaches another host: ${where}`, async () => {
        const { accessToken } = await signIn();
        const init: RequestInit = {
          url: {},
          header: { headers: { 'x-anything': `a${accessToken}z` } },
          cookie: { headers: { cookie: `x=${accessToken}` } },
          body: { method: 'POST', body: `${'x'.repeat(70_000)}"${accessToken}"` },
        }[where];
        await fetch(`${elsewhere}/health${where === 'url' ? `?${accessToken}` : ''}`, init);
        assert.deepEqual(tripped(), where === 'url' ? ['elsewhere', 'in-url'] : ['elsewhere']);
      });
    }
    it('is one in a form too, which nobody reads', async () => {
      const { accessToken } = await signIn();
      const body = new FormData();
      body.append('file', new File([accessToken], 'name'));
      assert.equal((await fetch(`${elsewhere}/body/api/files`, { method: 'POST', body })).status, 401);
      assert.deepEqual(tripped(), ['elsewhere']);
    });
  });

  describe('in-url', () => {
    it('is a token in a query, however it is written, and not in the report', async () => {
      const { accessToken, refreshToken, session } = await signIn();
      const hex = [...accessToken].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
      await fetch(`${origin}/health?q=${hex}&r=${refreshToken}`);
      const [violation] = journal.judge([home]);
      assert.match(violation!.message, new RegExp(`^in-url: GET ${home}/health\\?q=<access ${session}/1>`));
      assert.doesNotMatch(violation!.message, new RegExp(`${accessToken}|${refreshToken}`));
    });
  });

  describe('outdated', () => {
    it('is an older token than the client holds', async () => {
      const { accessToken, refreshToken, session } = await signIn();
      await refresh(refreshToken);
      await notes(accessToken, { session, newest: 2 });
      assert.deepEqual(tripped(), ['outdated']);
    });
  });

  describe('crossed', () => {
    it('is the token of another sign-in', async () => {
      const [ada, grace] = [await signIn(), await signIn()];
      await notes(ada.accessToken, { session: grace.session });
      assert.deepEqual(tripped(), ['crossed']);
    });
    it('is any token on a request whose sign-in is over', async () => {
      const { accessToken, session } = await signIn();
      await notes(accessToken, { session, over: true });
      assert.deepEqual(tripped(), ['crossed']);
    });
  });

  describe('body-changed', () => {
    it('is another body with the same request', async () => {
      const { accessToken } = await signIn();
      await write(accessToken, 'one', { exchange: 'e' });
      await write(accessToken, 'two', { exchange: 'e' });
      assert.deepEqual(tripped(), ['body-changed']);
    });
    it('is an empty one', async () => {
      const { accessToken } = await signIn();
      await write(accessToken, 'one', { exchange: 'f' });
      await post('/body/api/notes', '', { body: '', headers: bearer(accessToken, { exchange: 'f' }) });
      assert.deepEqual(tripped(), ['body-changed']);
    });
    it('is seen in a body that is answered before it is read', async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 }); // which sends on, as browsers do
      const headers = bearer('none', { exchange: 'g' });
      for (const letter of ['a', 'b', 'c']) {
        const sent = request(`${origin}/body/api/files`, { agent, method: 'POST', headers }).end(letter.repeat(1e6));
        const answer = await new Promise<IncomingMessage>((resolve) => sent.once('response', resolve));
        assert.equal(answer.statusCode, 401);
        await text(answer);
      }
      agent.destroy();
      assert.deepEqual(tripped(), ['body-changed', 'third-send']);
    });
    it('is not another boundary of the same form', async () => {
      const { accessToken } = await signIn();
      for (let sends = 0; sends < 2; sends++) {
        const body = new FormData();
        body.append('file', new File(['the same'], 'name'));
        const headers = bearer(accessToken, { exchange: 'h' });
        assert.equal((await fetch(`${origin}/body/api/files`, { method: 'POST', body, headers })).status, 201);
      }
      assert.deepEqual(tripped(), []);
    });
  });

  describe('third-send', () => {
    it('is one more than recovering takes', async () => {
      const { accessToken } = await signIn();
      for (let sends = 0; sends < 3; sends++) await notes(accessToken, { exchange: 'i' });
      assert.deepEqual(tripped(), ['third-send']);
    });
    it('is not what the browser does with one send', async () => {
      const { accessToken } = await signIn();
      for (const send of [1, 1, 1, 2, 2]) await notes(accessToken, { exchange: 'j', send });
      assert.deepEqual(tripped(), []);
    });
    it('is not a request of another client', async () => {
      const { accessToken } = await signIn();
      for (const client of ['a', 'b', 'c']) await notes(accessToken, { client, exchange: 'k' });
      assert.deepEqual(tripped(), []);
    });
  });

  it('hold without a word about a stamp that is none, and a body that never ends', async () => {
    const { accessToken } = await signIn();
    const headers = { ...bearer(accessToken), 'x-client-stamp': '{', 'content-type': 'application/json' };
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) });
    const endless = { method: 'POST', body, headers, duplex: 'half', signal: AbortSignal.timeout(50) } as RequestInit;
    await assert.rejects(fetch(`${origin}/body/api/notes`, endless), { name: 'TimeoutError' });
    assert.equal(journal.arrivals.at(-1)!.body, '');
    assert.deepEqual(tripped(), []);
  });
});

describe('A verdict', () => {
  const reuse = { invariant: 'reuse', message: 'reuse: …' } as const;
  const inUrl = { invariant: 'in-url', message: 'in-url: …' } as const;

  it('tells of every violation that the test has not announced', () => {
    const verdict = new Verdict();
    verdict.expectViolation('reuse');
    assert.deepEqual(verdict.over([reuse, inUrl, reuse]), ['in-url: …']);
  });
  it('tells of one that was announced in vain', () => {
    const verdict = new Verdict();
    verdict.expectViolation('reuse');
    assert.deepEqual(verdict.over([]), ['reuse: expected, in vain']);
  });
  it('carries no permission over to the next test', () => {
    const verdict = new Verdict();
    verdict.expectViolation('reuse');
    verdict.over([reuse]);
    assert.deepEqual(verdict.over([reuse]), ['reuse: …']);
  });
});
