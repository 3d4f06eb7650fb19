import { readFileSync } from 'node:fs';

/** What README has a new user do. */
export interface QuickStart {
  /** What it says of itself, first of all. */
  readonly promise: string;
  readonly commands: readonly (readonly string[])[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** How many lines the user types into files. */
  readonly lines: number;
}

export function quickStart(): QuickStart {
  const [, section = ''] = /^## Quick start$([^]*?)^## /m.exec(readFileSync('README.md', 'utf8')) ?? [];
  const [, shell = ''] = /^```sh\n([^]*?)^```$/m.exec(section) ?? [];
  const files = Array.from(section.matchAll(/^`([^`\n]+)`.*:\n\n```\w+\n([^]*?)^```$/gm), ([, path, text]) => ({
    path: path!,
    text: text!,
  }));

  return {
    promise: linesOf(section)[0] ?? '',
    commands: linesOf(shell).map((line) => line.replace(/ +#.*/, '').split(' ')),
    files,
    lines: files.flatMap(({ text }) => linesOf(text)).length,
  };
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
