import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { linker } from './linker.ts';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../../dist/ngx-axios/fesm2022/', import.meta.url));

/** A page with one system, as it would be in production: linked, minified, without what is for development. */
export async function bundle(system: string, entry = 'page/main'): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { system } from './systems/${system}.ts'; import { begin } from './${entry}.ts'; begin(system);`,
      resolveDir: HERE,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    define: { ngDevMode: 'false', ngJitMode: 'false' },
    tsconfigRaw: {}, // whose paths lead to the types
    alias: {
      'ngx-axios/http': `${PACKAGE}ngx-axios-http.mjs`,
      'ngx-axios/session': `${PACKAGE}ngx-axios-session.mjs`,
      'ngx-axios': `${PACKAGE}ngx-axios.mjs`,
    },
    plugins: [linker],
  });

  return outputFiles[0]!.text;
}
