import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { Counts } from './counts.ts';
import type { FaultScript } from './fault.ts';
import { createServer } from './server.ts';

describe('Scripted faults', () => {
  let server: FastifyInstance;
  let origin: string;

  before(async () => {
    server = await createServer();
    origin = await server.listen({ port: 0, host: '127.0.0.1' });
  });
  after(() => server.close());

  const post = (path: string, body: unknown, init: RequestInit = {}) =>
    fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost:1' },
      body: JSON.stringify(body),
      ...init,
    });
  /** A sign-in whose requests meet the faults of the script. */
  const signIn = async (script: FaultScript) => {
    const answer = await post('/body/api/auth/sign-in', { name: 'ada', password: 'lovelace' });
    const { accessToken, refreshToken, session } = (await answer.json()) as Record<string, string>;
    assert.equal((await post(`/lab/${session}/faults`, script)).status, 204);

    return {
      refresh: (init?: RequestInit) => post('/body/api/auth/refresh', { refreshToken }, init),
      notes: () => fetch(`${origin}/body/api/notes`, { headers: { authorization: `Bearer ${accessToken}` } }),
      counts: async () => (await (await fetch(`${origin}/lab/${session}/counts`)).json()) as Counts,
    };
  };
  const afterMoment = () => AbortSignal.timeout(100);

  it('takes a list one by one, in order of arrival, and then none', async () => {
    const { notes } = await signIn({ api: [{ status: 503 }, {}, { status: 429 }] });
    const statuses: number[] = [];
    for (let n = 0; n < 5; n++) statuses.push((await notes()).status);
    assert.deepEqual(statuses, [503, 200, 429, 200, 200]);
  });

  it('keeps a single one in force, fresh tokens or not', async () => {
    const { notes, refresh } = await signIn({ api: { status: 401 } });
    assert.deepEqual([(await notes()).status, (await notes()).status, (await refresh()).status], [401, 401, 200]);
  });

  it('refuses what is no script', async () => {
    await assert.rejects(signIn({ api: { destroy: 'never' as 'before' } }));
    await assert.rejects(signIn({ refresh: [{ delay: { arrival: 1e12 } }] }));
  });

  describe('answers instead of the server, which then has done nothing', () => {
    for (const status of [204, 205, 206, 304, 400, 401, 403, 429, 503]) {
      it(`the status ${status}`, async () => {
        const { refresh, counts } = await signIn({ refresh: { status, headers: { 'retry-after': '7' } } });
        const answer = await refresh();
        assert.deepEqual([answer.status, answer.headers.get('retry-after')], [status, '7']);
        assert.equal((await counts()).refreshes, 0);
      });
    }
    for (const status of [301, 302, 303, 307, 308]) {
      it(`a redirect with ${status}`, async () => {
        const { refresh, counts } = await signIn({ refresh: { status, redirect: 'http://localhost:1/' } });
        const answer = await refresh({ redirect: 'manual' });
        assert.deepEqual([answer.status, answer.headers.get('location')], [status, 'http://localhost:1/']);
        assert.equal((await counts()).refreshes, 0);
      });
    }
    it('a value or a text, of whatever type it claims', async () => {
      const headers = { 'content-type': 'text/plain' };
      const { refresh } = await signIn({
        refresh: [{ body: [1] }, { body: '<p>' }, { status: 400, body: {}, headers }],
      });
      const value = await refresh();
      assert.deepEqual(
        [await value.json(), value.headers.get('content-type')],
        [[1], 'application/json; charset=utf-8'],
      );
      assert.equal(await (await refresh()).text(), '<p>');
      const typed = await refresh();
      assert.deepEqual([typed.status, typed.headers.get('content-type')], [400, 'text/plain']);
    });
    it('a page', async () => {
      const { refresh } = await signIn({ refresh: { html: true } });
      const answer = await refresh();
      assert.match(await answer.text(), /^<!doctype html>/);
      assert.equal(answer.headers.get('content-type'), 'text/html');
    });
    it('more bytes than anybody wants', async () => {
      const { refresh } = await signIn({ refresh: { size: 10_000_001 } });
      assert.equal((await (await refresh()).arrayBuffer()).byteLength, 10_000_001);
    });
    it('nothing, on a connection that breaks', async () => {
      const { refresh, counts } = await signIn({ refresh: { destroy: 'before' } });
      await assert.rejects(refresh());
      assert.deepEqual([(await counts()).refreshCalls, (await counts()).refreshes], [1, 0]);
    });
    it('nothing, for ever', async () => {
      const { refresh, counts } = await signIn({ refresh: { hang: 'arrival' } });
      await assert.rejects(refresh({ signal: afterMoment() }), { name: 'TimeoutError' });
      assert.deepEqual([(await counts()).refreshCalls, (await counts()).refreshes], [1, 0]);
    });
  });

  describe('spoils the answer of a server that has done its part', () => {
    it('lost with the connection', async () => {
      const { refresh, counts } = await signIn({ refresh: { destroy: 'after' } });
      await assert.rejects(refresh());
      assert.equal((await counts()).refreshes, 1);
    });
    it('held back for ever', async () => {
      const { refresh, counts } = await signIn({ refresh: { hang: 'reply' } });
      await assert.rejects(refresh({ signal: afterMoment() }), { name: 'TimeoutError' });
      assert.equal((await counts()).refreshes, 1);
    });
    it('stopped after the headers', async () => {
      const { refresh } = await signIn({ refresh: { hang: 'body' } });
      const answer = await refresh({ signal: afterMoment() });
      assert.equal(answer.status, 200);
      await assert.rejects(answer.text(), { name: 'TimeoutError' });
    });
    it('cut off', async () => {
      const { refresh, counts } = await signIn({ refresh: { truncate: true } });
      const answer = await refresh();
      assert.equal(answer.status, 200);
      await assert.rejects(answer.text());
      assert.equal((await counts()).refreshes, 1);
    });
    it('byte for byte', async () => {
      const { notes } = await signIn({ api: { body: 'ten bytes!', trickle: 10 } });
      const chunks: Uint8Array[] = [];
      for await (const chunk of (await notes()).body!) chunks.push(chunk);
      assert.equal(Buffer.concat(chunks).toString(), 'ten bytes!');
      assert.ok(chunks.length > 1);
    });
    it('said to be compressed', async () => {
      const { refresh } = await signIn({ refresh: { badEncoding: true } });
      await assert.rejects((await refresh()).text());
    });
    it('kept from pages of other origins', async () => {
      const { refresh } = await signIn({ refresh: [{ noCors: true }, {}] });
      assert.equal((await refresh()).headers.get('access-control-allow-origin'), null);
      assert.equal((await refresh()).headers.get('access-control-allow-origin'), 'http://localhost:1');
    });
  });

  it('delays before the server does anything, or only its answer', async () => {
    for (const [where, refreshes] of [
      ['arrival', 0],
      ['reply', 1],
    ] as const) {
      const { refresh, counts } = await signIn({ refresh: { delay: { [where]: 200 } } });
      const answered = refresh();
      while ((await counts()).refreshCalls === 0);
      assert.equal((await counts()).refreshes, refreshes);
      assert.equal((await answered).status, 200);
    }
  });
});
