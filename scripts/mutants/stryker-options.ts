import { join } from 'node:path';
import type { Stryker } from '@stryker-mutator/core';
import { REPORT } from './report.ts';

type Options = ConstructorParameters<typeof Stryker>[0];

/** Where Stryker keeps the copies of the workspace that it breaks. */
export const SANDBOXES = 'coverage/mutants/sandboxes';

/** What to run. */
export interface Run {
  readonly files: string[];
  readonly again: boolean;
  readonly concurrency: number;
}

/** How Stryker runs: the library's specs over one build, which has all mutants in it. */
export function strykerOptions(run: Run): Options {
  return {
    mutate: run.files,
    appendPlugins: [join(import.meta.dirname, 'build-time-constants.ts')],
    ignorers: ['build-time-constants'],
    testRunner: 'karma',
    coverageAnalysis: 'perTest',
    concurrency: run.concurrency,
    karma: {
      projectType: 'angular-cli',
      configFile: 'scripts/mutants/karma.conf.cjs',
      // `watch` keeps Karma alive from one mutant to the next.
      ngConfig: { testArguments: { project: 'ngx-axios', watch: 'true', sourceMap: 'false' } },
    },
    // The server beside Karma remembers every token that it has issued, and gets slower with them.
    maxTestRunnerReuse: 100,
    // A mutant that is slow because the machine is busy is not one that hangs.
    timeoutMS: 10_000,
    timeoutFactor: 3,
    // Written whatever is run, so that `--again` has something to begin with.
    incremental: true,
    incrementalFile: REPORT,
    force: !run.again,
    reporters: [process.stdout.isTTY ? 'progress' : 'progress-append-only'],
    tempDirName: SANDBOXES,
    cleanTempDir: 'always',
    // The specs need the generated clients.
    ignorePatterns: ['/.angular', '/coverage', '/dist/*', '!/dist/generated', '/out-tsc'],
  };
}
