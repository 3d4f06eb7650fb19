import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const PACKAGE = `${DIST}ngx-axios/fesm2022/`;

/** The script of a page that journeys drive, with the package as it is published. */
export async function bundlePage(entry = new URL('page/main.ts', import.meta.url)): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    write: false,
    minify: true,
    target: 'es2022',
    tsconfigRaw: {}, // whose paths lead to the types
    alias: {
      generated: `${DIST}generated`,
      'ngx-axios/http': `${PACKAGE}ngx-axios-http.mjs`,
      'ngx-axios/session': `${PACKAGE}ngx-axios-session.mjs`,
      'ngx-axios/testing': `${PACKAGE}ngx-axios-testing.mjs`,
      'ngx-axios': `${PACKAGE}ngx-axios.mjs`,
    },
  });

  return outputFiles[0]!.text;
}
