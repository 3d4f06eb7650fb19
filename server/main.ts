import { fileURLToPath } from 'node:url';
import { createServer } from './server.ts';

const { PORT = '4200', ACCESS_LIFETIME = '15', DATABASE } = process.env;
const server = await createServer({
  accessLifetime: Number(ACCESS_LIFETIME),
  database: DATABASE ?? fileURLToPath(new URL('../demo.sqlite', import.meta.url)),
  application: fileURLToPath(new URL('../dist/demo/browser', import.meta.url)),
});
await server.listen({ port: Number(PORT), host: 'localhost' });

console.log(
  `\n  The demo is at http://localhost:${PORT}\n  Sign in as ada with the password lovelace. Access tokens live ${ACCESS_LIFETIME} s.\n`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close().then(() => process.exit(0)));
}
