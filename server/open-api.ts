import type { Dialect } from './dialect.ts';
import { createServer } from './server.ts';

/** The OpenAPI document of one dialect, as a server that speaks it answers it. */
export async function openApi(dialect: Dialect): Promise<Record<string, unknown>> {
  const server = await createServer({ dialects: [dialect] });
  const answer = await server.inject(`${dialect.prefix}/openapi.json`);
  await server.close();
  if (answer.statusCode !== 200) throw new Error(`There is no description of ${dialect.prefix}: ${answer.statusCode}.`);

  return answer.json();
}
