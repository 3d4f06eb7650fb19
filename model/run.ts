/**
 * Plays many scripts on all cores, for hours if need be: `npm run test:model -- --runs 1000000`. With `--seed` and `--path`, as it
 * prints them for a violation, only that one again.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { anySeed, check, tell, type Plan, type Result } from './check.ts';
import { loadLibrary } from './library.ts';

/** Each batch has a seed of its own. Large enough to find long scripts, small enough to tell how it goes. */
const BATCH = 5_000;

interface Report extends Plan {
  readonly result: Result;
}

/** A worker plays the batches that it is sent. */
async function work(): Promise<void> {
  const library = await loadLibrary();
  process.on('message', (plan: Plan) => {
    void check(library, plan).then((result) => process.send!({ ...plan, result } satisfies Report));
  });
  process.send!('ready');
}

async function lead(runs: number, seed: number): Promise<boolean> {
  const began = process.hrtime.bigint();
  let planned = 0;
  let done = 0;
  let found = false;
  const told = () => {
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    return `${done} of ${runs} runs, ${Math.round(done / seconds)} runs/s, ${found ? 'a violation' : '0 violations'}`;
  };
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = fork(import.meta.filename, ['--worker']);
      worker.on('message', (report: Report | 'ready') => {
        if (report !== 'ready') {
          done += report.result.runs;
          console.log(told());
          const { counterExample } = report.result;
          if (counterExample) console.log(`\n${tell(counterExample, report.seed)}\n`);
          found ||= counterExample !== undefined;
        }
        if (found || planned >= runs) return void worker.disconnect();

        const plan: Plan = { runs: Math.min(BATCH, runs - planned), seed: (seed + planned / BATCH) | 0 };
        planned += plan.runs;
        worker.send(plan);
      });
      worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A worker has failed: ${code}.`))));
    });

  console.log(`seed ${seed}`);
  await Promise.all(Array.from({ length: availableParallelism() }, one));
  console.log(told());

  return !found;
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string' },
    path: { type: 'string' },
    worker: { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? anySeed() : Number(values.seed);
if (values.worker) {
  await work();
} else if (values.path === undefined) {
  process.exitCode = (await lead(Number(values.runs), seed)) ? 0 : 1;
} else {
  const { counterExample } = await check(await loadLibrary(), { runs: 1, seed, path: values.path });
  console.log(counterExample ? tell(counterExample, seed) : 'Nothing is wrong.');
  process.exitCode = counterExample ? 1 : 0;
}
