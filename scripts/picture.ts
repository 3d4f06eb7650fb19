/**
 * Compares the pictures of docs/architecture.md with the imports of today. `--update` draws them anew: `npm run picture`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictures } from './picture/pictures.ts';

const FOLDER = 'docs';

for (const [name, svg] of await pictures()) {
  const file = join(FOLDER, name);
  if (process.argv.includes('--update')) writeFileSync(file, svg);
  if (existsSync(file) && readFileSync(file, 'utf8') === svg) {
    console.log(`${file} is as the imports are.`);
    continue;
  }
  console.error(`${file} is not as the imports are. \`npm run picture\` draws it anew.`);
  process.exitCode = 1;
}
