import { globSync, readFileSync } from 'node:fs';

/** A `ts` snippet of a page or of a docstring. */
export interface Snippet {
  /** The file that shows it. */
  readonly from: string;
  /** Which of that file's it is, from 1. */
  readonly number: number;
  /** The file that it is for others: it begins with `// orders.ts`. */
  readonly name: string | undefined;
  readonly code: string;
}

/** The snippets of README and docs; the reference is made of docstrings. */
export function snippetsOfPages(): Snippet[] {
  return ['README.md', ...globSync('docs/**/*.md', { exclude: ['docs/api/**'] }).sort()].flatMap((page) =>
    snippetsIn(page, readFileSync(page, 'utf8')),
  );
}

/** The snippets of the docstrings of TypeScript files. */
export function snippetsOfDocstrings(pattern: string): Snippet[] {
  return globSync(pattern)
    .sort()
    .flatMap((file) => snippetsIn(file, readFileSync(file, 'utf8').replace(/^ *\* ?/gm, '')));
}

function snippetsIn(from: string, text: string): Snippet[] {
  return Array.from(text.matchAll(/^```ts\n([\s\S]*?)^```$/gm), ([, code], index) => ({
    from,
    number: index + 1,
    name: /^\/\/ ([\w.-]+)\.ts\n/.exec(code!)?.[1],
    code: code!,
  }));
}
