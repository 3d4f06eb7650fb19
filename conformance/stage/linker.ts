import { readFile } from 'node:fs/promises';
import linkerPlugin from '@angular/compiler-cli/linker/babel';
import { transformAsync } from '@babel/core';
import type { Plugin } from 'esbuild';

const linked = new Map<string, Promise<string>>();

/** Does to packages what Angular's own builder does: links them, so that no compiler comes along. */
export const linker: Plugin = {
  name: 'linker',
  setup: ({ onLoad }) =>
    onLoad({ filter: /fesm2022.*\.mjs$/ }, async ({ path }) => {
      const contents = linked.get(path) ?? link(path);
      linked.set(path, contents);

      return { contents: await contents, loader: 'js' };
    }),
};

async function link(filename: string): Promise<string> {
  const source = await readFile(filename, 'utf8');
  if (!source.includes('ɵɵngDeclare')) return source;

  const result = await transformAsync(source, { filename, compact: false, configFile: false, plugins: [linkerPlugin] });

  return result!.code!;
}
