import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { JudgedServer } from './judged-server.ts';

interface SignedIn {
  accessToken: string;
  refreshToken: string;
  session: string;
}

describe('The server', () => {
  const site = new JudgedServer();
  const { verdict } = site;

  const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(site.origin + path, {
      method: 'POST',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const signIn = async (): Promise<SignedIn> => {
    const answer = await post('/d/api/auth/sign-in', { name: 'ada', password: 'lovelace' });

    return (await answer.json()) as SignedIn;
  };
  const counts = async (session: string) =>
    (await fetch(`${site.origin}/lab/${session}/counts`)).json() as Promise<Record<string, number>>;

  it('rotates refresh tokens and keeps none good for a second use', async () => {
    verdict.expectViolation('reuse');
    const { refreshToken, session } = await signIn();
    const first = await post('/d/api/auth/refresh', { refreshToken });
    const { refreshToken: second } = (await first.json()) as SignedIn;
    assert.equal(first.status, 200);
    assert.notEqual(second, refreshToken);

    assert.equal((await post('/d/api/auth/refresh', { refreshToken })).status, 401);
    assert.equal((await post('/d/api/auth/refresh', { refreshToken: second })).status, 401, 'the family is revoked');
    assert.deepEqual(await counts(session), {
      requests: 0,
      expired: 0,
      aborted: 0,
      refreshCalls: 3,
      refreshes: 1,
      ranOut: 0,
      reuse: 1,
      opened: 0,
      open: 0,
    });
  });

  it('takes access tokens of a revoked family for expired', async () => {
    const { accessToken, refreshToken } = await signIn();
    const headers = { authorization: `Bearer ${accessToken}` };
    assert.deepEqual(await (await fetch(`${site.origin}/d/api/me`, { headers })).json(), { name: 'ada' });

    await post('/d/api/auth/sign-out', { refreshToken });
    assert.equal(
      ((await (await fetch(`${site.origin}/d/api/me`, { headers })).json()) as { statusCode: number }).statusCode,
      401,
    );
  });

  it('keeps what is written', async () => {
    const { accessToken } = await signIn();
    const headers = { authorization: `Bearer ${accessToken}` };
    const { id } = (await (await post('/d/api/notes', { text: 'kept' }, headers)).json()) as { id: number };
    const notes = (await (await fetch(`${site.origin}/d/api/notes`, { headers })).json()) as {
      id: number;
      text: string;
    }[];
    assert.deepEqual(
      notes.find((note) => note.id === id),
      { id, text: 'kept' },
    );

    assert.equal((await fetch(`${site.origin}/d/api/notes/${id}`, { method: 'DELETE', headers })).status, 204);
    assert.equal((await fetch(`${site.origin}/d/api/notes/${id}`, { method: 'DELETE', headers })).status, 404);
  });

  it('hands out both tokens as HttpOnly SameSite cookies where that is the kind', async () => {
    const answer = await post('/a/api/v1/auth/sign-in', { name: 'ada', password: 'lovelace' });
    const cookies = answer.headers.getSetCookie();
    assert.deepEqual(Object.keys((await answer.json()) as object), ['session']);
    assert.equal(cookies.length, 2);
    for (const cookie of cookies) assert.match(cookie, /; Path=\/a\/api\/v1; HttpOnly; SameSite=Strict$/);
  });

  it('answers every bad input with problem details and a 4xx, and lives on', async () => {
    const { accessToken } = await signIn();
    const authorization = `Bearer ${accessToken}`;
    const json = { 'content-type': 'application/json' };
    const bad: [string, RequestInit][] = [
      ['/d/api/auth/sign-in', { method: 'POST', headers: json, body: '{' }],
      ['/d/api/auth/sign-in', { method: 'POST', headers: json, body: '' }],
      ['/d/api/auth/sign-in', { method: 'POST', headers: json, body: 'null' }],
      ['/d/api/auth/sign-in', { method: 'POST', headers: json, body: '{"name":{"__proto__":1},"password":[]}' }],
      ['/d/api/auth/sign-in', { method: 'POST', headers: json, body: '{"name":"ada","password":"wrong"}' }],
      ['/d/api/auth/sign-in', { method: 'POST', body: new Uint8Array([0, 255, 3]) }],
      ['/d/api/auth/refresh', { method: 'POST', headers: json, body: '[1]' }],
      ['/d/api/auth/refresh', { method: 'POST', headers: json, body: '{"refreshToken":7e999}' }],
      ['/d/api/notes', { method: 'POST', headers: { ...json, authorization }, body: '{"text":""}' }],
      [
        '/d/api/notes',
        { method: 'POST', headers: { ...json, authorization }, body: JSON.stringify({ text: 'x'.repeat(5000) }) },
      ],
      [
        '/d/api/notes',
        { method: 'POST', headers: { ...json, authorization }, body: JSON.stringify({ text: 'x'.repeat(2e6) }) },
      ],
      ['/d/api/notes?delay=-1', { headers: { authorization } }],
      ['/d/api/notes?delay=1e99', { headers: { authorization } }],
      ['/d/api/notes/%00', { method: 'DELETE', headers: { authorization } }],
      ['/d/api/notes/99999999999999999999', { method: 'DELETE', headers: { authorization } }],
      ['/d/api/files', { method: 'POST', headers: { authorization } }],
      ['/d/api/files', { method: 'POST', headers: { authorization }, body: new FormData() }],
      [
        '/d/api/files',
        {
          method: 'POST',
          headers: { authorization, 'content-type': 'multipart/form-data; boundary=x' },
          body: '--x\r\n',
        },
      ],
      ['/lab/nobody/counts', {}],
      ['/%', {}],
      ['/nowhere', { method: 'PATCH' }],
    ];
    for (const [path, init] of bad) {
      const answer = await fetch(site.origin + path, init);
      const what = `${init.method ?? 'GET'} ${path} answered ${answer.status}`;
      assert.ok(answer.status >= 400 && answer.status < 500, what);
      assert.match(answer.headers.get('content-type') ?? '', /^application\/(problem\+)?json/, what);
    }
    assert.equal((await fetch(`${site.origin}/health`)).status, 200);
  });

  it('takes rubbish for an access token as no token', async () => {
    for (const token of ['', 'x', '..', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.', 'x'.repeat(8000)]) {
      const answer = await fetch(`${site.origin}/api/me`, { headers: { authorization: `Bearer ${token}` } });
      assert.equal(answer.status, 401, token);
    }
  });

  it('survives bytes that are no HTTP', async () => {
    const { port, hostname } = new URL(site.origin);
    const socket = connect(Number(port), hostname);
    socket.end('\u0000\u0001 garbage\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve).resume());
    assert.equal((await fetch(`${site.origin}/health`)).status, 200);
  });
});
