/** Asks a real browser where many made-up URLs lead: `npm run fuzz:urls [-- count [seed]]`. The package must be built. */
import { spawnSync } from 'node:child_process';

const [count = '100000', seed] = process.argv.slice(2);
const { status } = spawnSync(process.execPath, ['--test', 'e2e/where-the-token-goes.spec.ts'], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_URLS: count, ...(seed && { FUZZ_SEED: seed }) },
});
process.exitCode = status ?? 1;
