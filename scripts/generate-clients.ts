/**
 * Has well-known generators make axios clients from the server's own OpenAPI document. The specs and the snippets of
 * docs/generated-clients.md use what they made. Nothing comes from the network.
 */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { generateApi } from 'swagger-typescript-api';
import { KINDS } from '../server/dialect.ts';
import { openApi } from '../server/open-api.ts';

const FOLDER = resolve(import.meta.dirname, '../dist/generated');

rmSync(FOLDER, { recursive: true, force: true });
await createClient({
  input: await openApi(KINDS.body),
  output: join(FOLDER, 'hey-api'),
  plugins: [{ name: '@hey-api/client-axios', throwOnError: true }, '@hey-api/typescript', '@hey-api/sdk'],
  logs: { level: 'silent', file: false },
});
await generateApi({
  spec: (await openApi(KINDS.body)) as never, // it is typed for Swagger 2 only
  output: join(FOLDER, 'swagger-typescript-api'),
  fileName: 'api.ts',
  httpClientType: 'axios',
  silent: true,
});
console.log('Clients of @hey-api/openapi-ts and swagger-typescript-api are in dist/generated.');
