/**
 * Builds what `ng add` runs into the package: one CommonJS file for each schematic, because the CLI lends its own packages only to
 * those (`encapsulation` in the collection), and beside it what it reads.
 */
import { buildSync } from 'esbuild';
import { cpSync } from 'node:fs';

const SOURCE = 'projects/ngx-axios/schematics';
const TARGET = 'dist/ngx-axios/schematics';

buildSync({
  entryPoints: [`${SOURCE}/ng-add/ng-add.ts`],
  outdir: `${TARGET}/ng-add`,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  packages: 'external',
  format: 'cjs',
  platform: 'node',
  target: 'node22',
});
cpSync(SOURCE, TARGET, { recursive: true, filter: (path) => !path.endsWith('.ts') });
