/** Bundles as a production build of the Angular CLI does: linked, optimized by its own transformations, without what is for development. */
import { resolve } from 'node:path';
import { JavaScriptTransformer } from '@angular/build/private';
import { build, type BuildOptions, type BuildResult, type Plugin } from 'esbuild';

const PACKAGE = resolve(import.meta.dirname, '../dist/ngx-axios/fesm2022');

export function productionBundle(
  options: BuildOptions,
): Promise<BuildResult & { outputFiles: { contents: Uint8Array }[] }> {
  return build({
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    define: { ngDevMode: 'false', ngJitMode: 'false' },
    tsconfigRaw: {}, // whose paths lead to the types
    alias: {
      'ngx-axios/http': `${PACKAGE}/ngx-axios-http.mjs`,
      'ngx-axios/session': `${PACKAGE}/ngx-axios-session.mjs`,
      'ngx-axios': `${PACKAGE}/ngx-axios.mjs`,
    },
    ...options,
    plugins: [linker, ...(options.plugins ?? [])],
  }) as ReturnType<typeof productionBundle>;
}

/** What the CLI does with every package of Angular's format. */
const linker: Plugin = {
  name: 'linker',
  setup(bundler) {
    const transformer = new JavaScriptTransformer({ sourcemap: false, advancedOptimizations: true }, 1);
    bundler.onLoad({ filter: /\/fesm2022\/.*\.mjs$/ }, async ({ path }) => ({
      contents: await transformer.transformFile(path, false, false),
      loader: 'js',
    }));
    bundler.onDispose(() => void transformer.close());
  },
};
