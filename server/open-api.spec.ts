import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FLOWS, KINDS } from './dialect.ts';
import { openApi } from './open-api.ts';
import { createServer } from './server.ts';

interface Operation {
  readonly operationId: string;
  readonly security?: object[];
}
interface Document {
  readonly servers: { readonly url: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly securitySchemes: object };
}

describe('The OpenAPI document', () => {
  it('has every operation of one dialect that takes and gives JSON, by its name, below the base URL', async () => {
    const { servers, paths } = (await openApi(KINDS.body)) as unknown as Document;
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId, security }]) =>
        [operationId, method, path, ...(security ? ['protected'] : [])].join(' '),
      ),
    );
    assert.deepEqual(servers, [{ url: '/body/api' }]);
    assert.deepEqual(operations.sort(), [
      'addNote post /notes protected',
      'listNotes get /notes protected',
      'me get /me protected',
      'refresh post /auth/refresh',
      'removeNote delete /notes/{id} protected',
      'signIn post /auth/sign-in',
      'signOut post /auth/sign-out',
    ]);
  });

  it('says where each dialect wants its access token', async () => {
    const schemes = await Promise.all(
      [KINDS.body, KINDS.cookies, FLOWS.b].map(async (dialect) => {
        const { components } = (await openApi(dialect)) as unknown as Document;

        return components.securitySchemes;
      }),
    );
    assert.deepEqual(schemes, [
      { session: { type: 'http', scheme: 'bearer' } },
      { session: { type: 'apiKey', in: 'cookie', name: 'access' } },
      { session: { type: 'apiKey', in: 'header', name: 'authentication' } },
    ]);
  });

  it('describes answers and does not change them', async () => {
    const server = await createServer({ dialects: [FLOWS.d] });
    const answer = await server.inject(`${FLOWS.d.prefix}/me`);
    await server.close();
    assert.deepEqual([answer.statusCode, answer.json()], [200, FLOWS.d.expired.body]);
  });
});
