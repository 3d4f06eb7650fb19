import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JudgedServer } from './judged-server.ts';
import type { LogEntry } from './request-log.ts';

describe("The server's log", () => {
  const site = new JudgedServer();

  const post = (path: string, body: object) =>
    fetch(site.origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const tokensOf = async (answer: Response) =>
    (await answer.json()) as { accessToken: string; refreshToken: string; session: string };
  const signIn = async () => tokensOf(await post('/body/api/auth/sign-in', { name: 'ada', password: 'lovelace' }));
  const notes = ({ accessToken }: { accessToken: string }) =>
    fetch(`${site.origin}/body/api/notes?n=1`, { headers: { authorization: `Bearer ${accessToken}` } });
  const log = async (session: string, after = 0) => {
    const text = await (await fetch(`${site.origin}/lab/${session}/log?after=${after}`)).text();

    return { text, entries: JSON.parse(text) as LogEntry[] };
  };
  const inWords = ({ order, method, path, token, status, broken }: LogEntry) =>
    `${order} ${method} ${path} ${token ? `${token.kind} ${token.serial}` : '-'} ${broken ? 'broken' : status}`;

  it('tells the requests of one sign-in in order, with their answers and the serials of their tokens', async () => {
    const first = await signIn();
    await notes(await signIn()); // of somebody else's session
    await notes(first);
    await post(`/lab/${first.session}/expire`, {});
    await notes(first);
    const second = await tokensOf(await post('/body/api/auth/refresh', { refreshToken: first.refreshToken }));
    await notes(second);
    await post('/body/api/auth/sign-out', { refreshToken: second.refreshToken });

    const { text, entries } = await log(first.session);
    assert.deepEqual(entries.map(inWords), [
      '1 POST /body/api/auth/sign-in - 200',
      '2 GET /body/api/notes access 1 200',
      '3 GET /body/api/notes access 1 401',
      '4 POST /body/api/auth/refresh refresh 1 200',
      '5 GET /body/api/notes access 2 200',
      '6 POST /body/api/auth/sign-out refresh 2 204',
    ]);
    for (const { accessToken, refreshToken } of [first, second])
      assert.ok(!text.includes(accessToken) && !text.includes(refreshToken));
  });

  it('goes on after a request that is known', async () => {
    const tokens = await signIn();
    await notes(tokens);
    assert.deepEqual((await log(tokens.session, 1)).entries.map(inWords), ['2 GET /body/api/notes access 1 200']);
    assert.equal((await fetch(`${site.origin}/lab/${tokens.session}/log?after=-1`)).status, 400);
  });

  it('says of a connection that broke that it did, and of a request that hangs nothing yet', async () => {
    const tokens = await signIn();
    await post(`/lab/${tokens.session}/faults`, { api: [{ destroy: 'before' }, { hang: 'arrival' }] });
    await assert.rejects(notes(tokens));
    void notes(tokens).catch(() => undefined);
    while ((await log(tokens.session, 2)).entries.length === 0);

    assert.deepEqual((await log(tokens.session, 1)).entries.map(inWords), [
      '2 GET /body/api/notes access 1 broken',
      '3 GET /body/api/notes access 1 undefined',
    ]);
  });
});
