/**
 * Takes the specs out of README, docs and docstrings, and what they import, so that `ng test` runs them as they stand there. A snippet
 * that expects something and is no spec is made one.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Snippet, snippetsOfDocstrings, snippetsOfPages } from './documentation/snippets.ts';

const FOLDER = 'projects/ngx-axios/documented';
/** What applications have, and no snippet shows. */
const OF_APPLICATIONS: Record<string, string> = {
  'app.routes': "import { Routes } from '@angular/router';\n\nexport const routes: Routes = [];\n",
  'ambient.d': 'interface Order {\n  readonly id: number;\n}\n',
};

const snippets = [
  ...snippetsOfPages(),
  ...snippetsOfDocstrings('projects/ngx-axios/{session,src,http,testing}/**/*.ts'),
];
const specs = snippets.filter(({ code }) => /^ *expect\(/m.test(code));
const written = new Map(Object.entries(OF_APPLICATIONS));
for (const snippet of specs) {
  written.set(`${nameOf(snippet)}.spec`, isSpec(snippet) ? snippet.code : asSpec(snippet));
  addImportsOf(snippet.code);
}
if (specs.length === 0) throw new Error('There are no specs: nothing would be tested.');
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
for (const [name, code] of written) writeFileSync(join(FOLDER, `${name}.ts`), code);
console.log(`${specs.length} specs are in ${FOLDER}: ${specs.map(({ from }) => from).join(', ')}`);

function nameOf({ from, number }: Snippet): string {
  return `${from.replace('projects/ngx-axios/', '').replaceAll(/\W/g, '-')}-${number}`;
}

function isSpec({ code }: Snippet): boolean {
  return /^it\(/m.test(code);
}

/** Everything but the imports, in the body of a test. */
function asSpec({ from, code }: Snippet): string {
  const imports = code.match(/^import .*;$/gm) ?? [];
  const body = code.replace(/^import .*;$\n/gm, '');

  return `${imports.join('\n')}\n\nit('comes to what the example of ${from} expects', async () => {\n${body}});\n`;
}

/** The snippets that a spec imports by name, and what those import. */
function addImportsOf(code: string): void {
  for (const [, name] of code.matchAll(/ from '\.\/([\w.-]+)';$/gm)) {
    if (written.has(name!)) continue;
    const snippet = snippets.find((candidate) => candidate.name === name);
    if (!snippet) throw new Error(`No snippet is ${name}.ts, which a spec imports.`);
    written.set(name!, snippet.code);
    addImportsOf(snippet.code);
  }
}
