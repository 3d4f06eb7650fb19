/**
 * Compares `docs/api` with what TypeDoc makes of the docstrings of today. `--update` writes it anew: `npm run reference`.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reference } from './reference/generate.ts';

const FOLDER = 'docs/api';

const pages = await reference();
if (process.argv.includes('--update')) {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of pages) writeFileSync(join(FOLDER, name), text);
}
const there = new Map(globSync('*', { cwd: FOLDER }).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]));
const stale = [...new Set([...pages.keys(), ...there.keys()])].filter((name) => pages.get(name) !== there.get(name));
for (const name of stale) console.error(`${FOLDER}/${name} is not what the docstrings say.`);
if (stale.length > 0) {
  console.error('`npm run reference` writes it anew.');
  process.exitCode = 1;
} else console.log(`${pages.size} pages of the reference are as the docstrings say.`);
