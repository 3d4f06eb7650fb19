import { fileURLToPath } from 'node:url';
import { productionBundle } from '../../scripts/production-bundle.ts';

const HERE = fileURLToPath(new URL('..', import.meta.url));

/** A page with one system, as it would be in production. */
export async function bundle(system: string): Promise<string> {
  const { outputFiles } = await productionBundle({
    stdin: {
      contents: `import { system } from './systems/${system}.ts'; import { begin } from './page/main.ts'; begin(system);`,
      resolveDir: HERE,
      loader: 'ts',
    },
    format: 'iife',
  });

  return Buffer.from(outputFiles[0]!.contents).toString();
}
