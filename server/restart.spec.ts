import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createServer } from './server.ts';

describe('A server that is started again', () => {
  it('renews the sessions that were begun before, and goes on doing so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ngx-axios-'));
    const database = join(folder, 'notes.sqlite');
    const post = async (route: string, payload: object) => {
      const { statusCode, body } = await server.inject({ method: 'POST', url: `/body/api/auth/${route}`, payload });
      assert.equal(statusCode, 200, body);

      return JSON.parse(body) as { refreshToken: string };
    };

    let server = await createServer({ database });
    const { refreshToken } = await post('sign-in', { name: 'ada', password: 'lovelace' });
    await server.close();
    server = await createServer({ database });
    const fresh = await post('refresh', { refreshToken });
    await post('refresh', { refreshToken: fresh.refreshToken });
    await server.close();
    rmSync(folder, { recursive: true });
  });
});
