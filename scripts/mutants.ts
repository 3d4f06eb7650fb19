/**
 * Breaks the library in every small way that Stryker knows, and reports which of these mutants the library's specs let live.
 *
 * `npm run mutants -- --only exchange` takes only files whose path contains "exchange"; `--again` takes over what was killed the
 * last time, as long as its code and the spec that killed it are there, and runs the rest, also of a run that was interrupted;
 * `--concurrency 1` takes one browser.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { AcceptedSurvivors } from './mutants/accepted-survivors.ts';
import { judgement } from './mutants/judgement.ts';
import { mutatedFiles } from './mutants/mutated-files.ts';
import { forgetSurvivors, readReport } from './mutants/report.ts';
import { runApart } from './mutants/run-apart.ts';

const { only, again, concurrency } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    again: { type: 'boolean', default: false },
    concurrency: { type: 'string', default: String(availableParallelism()) },
  },
}).values;

const files = mutatedFiles(only);
if (files.length === 0) {
  console.error(`No file to mutate has "${only}" in its path.`);
  process.exit(1);
}
if (again) forgetSurvivors();
if (!(await runApart({ files, again, concurrency: Number(concurrency) }))) process.exit(1); // it has said why
process.exitCode = judgement(readReport(files), new AcceptedSurvivors()) ? 0 : 1;
