import { readFileSync, writeFileSync } from 'node:fs';

/** Where Stryker writes what became of each mutant, and reads it again. */
export const REPORT = 'coverage/mutants/report.json';

interface Position {
  line: number;
  column: number;
}

export interface Mutant {
  mutatorName: string;
  replacement: string;
  status: string;
  location: { start: Position; end: Position };
}

/** What the tool reads of Stryker's report. */
export interface Report {
  files: Record<string, { source: string; mutants: Mutant[] }>;
}

/** What turns a run of the specs red: a spec, the patience with it, or an error that comes outside of any. */
const KILLED = ['Killed', 'Timeout', 'RuntimeError'];

/** A mutant that nothing noticed: the specs that run through it stay green, or there are none. */
export function survived({ status }: Mutant): boolean {
  return !KILLED.includes(status);
}

/** The report, of these files: it also remembers those that were not run this time. In the order of the code. */
export function readReport(files: string[]): Report {
  const report = read();
  for (const file of Object.values(report.files)) {
    file.mutants = file.mutants.filter(({ status }) => status !== 'Ignored');
    file.mutants.sort(
      ({ location: { start: a } }, { location: { start: b } }) => a.line - b.line || a.column - b.column,
    );
  }

  return {
    files: Object.fromEntries(files.flatMap((file) => (report.files[file] ? [[file, report.files[file]]] : []))),
  };
}

/** Takes the survivors out of the report, so that Stryker runs them again. */
export function forgetSurvivors(): void {
  const report = read();
  for (const file of Object.values(report.files)) file.mutants = file.mutants.filter((mutant) => !survived(mutant));
  writeFileSync(REPORT, JSON.stringify(report));
}

function read(): Report {
  return JSON.parse(readFileSync(REPORT, 'utf8')) as Report;
}
