import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { createServer } from './server.ts';

describe('A server that demands XSRF tokens', () => {
  let server: FastifyInstance;
  before(async () => {
    server = await createServer();
  });
  after(() => server.close());

  /** A browser of its own: it keeps cookies, and puts into the header what a script may read. */
  const open = () => {
    const cookies: Record<string, string> = {};
    const send = async (method: 'GET' | 'POST' | 'DELETE', path: string, options: InjectOptions = {}) => {
      const answer = await server.inject({ method, url: `/xsrf/api${path}`, cookies, ...options });
      for (const { name, value } of answer.cookies) cookies[name] = value;

      return answer;
    };
    const header = (token = cookies['XSRF-TOKEN'] ?? '') => ({ headers: { 'x-xsrf-token': token } });
    const signIn = () => send('POST', '/auth/sign-in', { payload: { name: 'ada', password: 'lovelace' }, ...header() });

    return { cookies, send, header, signIn };
  };

  it('refuses what changes something without one, and lets the rest pass', async () => {
    const { cookies, send, header, signIn } = open();
    assert.equal((await signIn()).statusCode, 403);
    assert.equal((await send('GET', '/xsrf')).statusCode, 204);
    assert.equal((await signIn()).statusCode, 200);
    const note = { payload: { text: 'x' } };
    assert.equal((await send('POST', '/notes', note)).statusCode, 403);
    assert.equal((await send('POST', '/notes', { ...note, ...header('made up') })).statusCode, 403);
    assert.equal((await send('POST', '/notes', { ...note, ...header() })).statusCode, 201);
    assert.equal((await send('GET', '/notes')).statusCode, 200);
    assert.equal((await send('POST', '/auth/refresh')).statusCode, 403);
    assert.equal((await send('POST', '/auth/sign-out')).statusCode, 403);
    assert.ok(cookies['access']);
  });

  it('replaces it with each refresh', async () => {
    const { cookies, send, header, signIn } = open();
    await send('GET', '/xsrf');
    await signIn();
    const before = cookies['XSRF-TOKEN']!;
    assert.equal((await send('POST', '/auth/refresh', header())).statusCode, 200);
    assert.notEqual(cookies['XSRF-TOKEN'], before);
    assert.equal((await send('POST', '/auth/sign-out', header(before))).statusCode, 403);
    assert.equal((await send('POST', '/auth/sign-out', header())).statusCode, 204);
  });
});
