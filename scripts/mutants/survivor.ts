import { relative } from 'node:path';
import type { Mutant } from './report.ts';

/** A survivor as people read it, and as it is found again when the code around it has moved. */
export interface Survivor {
  /** Under `projects/ngx-axios`. */
  readonly file: string;
  readonly mutator: string;
  /** The lines that the mutant touches; of many, the first and the last. */
  readonly original: string;
  /** The same lines with the mutant in them. */
  readonly replacement: string;
}

/** Describes a mutant by the lines of code that it is in. */
export function survivorOf(file: string, source: string, { mutatorName, replacement, location }: Mutant): Survivor {
  const { start, end } = location;
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const before = lines[0]!.slice(0, start.column - 1);
  const after = lines.at(-1)!.slice(end.column - 1);

  return {
    file: relative('projects/ngx-axios', file),
    mutator: mutatorName,
    original: inOneLine(lines.join('\n')),
    replacement: inOneLine(before + replacement + after),
  };
}

function inOneLine(code: string): string {
  const lines = code.split('\n').map((line) => line.trim());

  return lines.length > 1 ? `${lines[0]!} … ${lines.at(-1)!}` : lines[0]!;
}
