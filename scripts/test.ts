/**
 * The test command: lint, build, `ng test` and the end-to-end journeys, one after the other, and one line that counts.
 * `--all` adds what takes longer.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { chromium } from './chromium.ts';
import { faultRows } from './fault-rows.ts';

const JOURNEYS = [
  'server/server.spec.ts',
  'server/restart.spec.ts',
  'server/faults.spec.ts',
  'server/xsrf.spec.ts',
  'server/invariants.spec.ts',
  'server/open-api.spec.ts',
  'server/live.spec.ts',
  'server/request-log.spec.ts',
  'model/model.spec.ts',
  'model/model.bites.spec.ts',
  'bench/waiters.spec.ts',
  'scripts/package.spec.ts',
  'scripts/public-symbols.spec.ts',
  'scripts/publish.spec.ts',
  'projects/ngx-axios/schematics/ng-add/ng-add.spec.ts',
  'e2e/demo.spec.ts',
  'e2e/playground.spec.ts',
  'e2e/flows.spec.ts',
  'e2e/faults.spec.ts',
  'e2e/clients.spec.ts',
  'e2e/where-the-token-goes.spec.ts',
  'e2e/redirects.spec.ts',
  'e2e/oidc.spec.ts',
  'e2e/tabs.spec.ts',
  'e2e/away.spec.ts',
  'e2e/primitives.spec.ts',
  'e2e/ssr.spec.ts',
];
const LONGER_JOURNEYS = [
  'model/cut-ins.spec.ts',
  'conformance/conformance.spec.ts',
  'e2e/documentation.spec.ts',
  'e2e/playground-faults.spec.ts',
  'e2e/playground-quality.spec.ts',
  'e2e/soak.spec.ts',
  'e2e/consumers/consumers.spec.ts',
  'e2e/consumers/ng-add.spec.ts',
  'e2e/consumers/from-the-readme.spec.ts',
];

const counts = { passed: 0, failed: 0 };
const titles: string[] = [];

/** Runs a command with its output shown. One that fails counts as a failed test. */
function check(title: string, command: string, env: Record<string, string> = {}): boolean {
  console.log(`\n> ${title}`);
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) counts.failed++;

  return status === 0;
}

/** `ng test`, counted by what its reporter wrote. */
function library(): void {
  const folder = mkdtempSync(join(tmpdir(), 'ngx-axios-'));
  const file = join(folder, 'counts.json');
  const failedBefore = counts.failed;
  check('ng test ngx-axios', 'ng test ngx-axios', { KARMA_COUNTS: file, CHROME_BIN: chromium() });
  try {
    const karma = JSON.parse(readFileSync(file, 'utf8')) as typeof counts & { titles: string[] };
    counts.passed += karma.passed;
    counts.failed = failedBefore + karma.failed;
    titles.push(...karma.titles);
  } catch {
    counts.failed = failedBefore + 1; // it never came to run
  }
  rmSync(folder, { recursive: true });
}

/** Everything that Node runs: the server's own tests, and the journeys through a real browser. */
async function journeys(files: string[]): Promise<void> {
  console.log(`\n> ${files.join(', ')}`);
  const stream = run({ files, concurrency: 1 });
  stream.on('test:pass', ({ details, name, skip, todo }) => {
    if (details.type === 'suite' || skip !== undefined || todo !== undefined) return;
    counts.passed++;
    titles.push(name);
  });
  stream.on('test:fail', ({ details }) => (counts.failed += details.type === 'suite' ? 0 : 1));
  for await (const line of stream.compose(spec())) process.stdout.write(String(line));
}

/** Every row of the list of faults needs a test that has passed, or a word why there is none. */
function faults(): void {
  const { summary, unproved, unknown } = faultRows(titles);
  console.log(`\n${summary}`);
  for (const id of unproved) console.log(`  ${id} has neither a test that passed nor a reason in docs/faults.md`);
  for (const id of unknown) console.log(`  ${id} names a test and is not in docs/faults.md`);
  counts.failed += unproved.length + unknown.length;
}

chromium(); // says at once what is missing
check('lint', 'eslint .');
check('format', 'prettier --check . --log-level warn');
check('links', 'node scripts/links.ts');
check('pictures of the rooms', 'node scripts/picture.ts');
if (check('build', 'npm run --silent build && npm run --silent build:demo && ng build flows')) {
  check('types of server, scripts, model and journeys', 'tsc -p tsconfig.node.json'); // the model uses what was built
  check('what the package exports', 'node scripts/api.ts');
  check('the reference', 'node scripts/reference.ts');
  check('what the package weighs', 'node bench/sizes.ts && size-limit');
  check('generated clients', 'node scripts/generate-clients.ts'); // the snippets and the specs use them
  check('snippets', 'node scripts/snippets.ts');
  check('specs that the documentation shows', 'node scripts/documented-specs.ts'); // among those of the library
  check(
    'types of the pages that journeys drive',
    'tsc -p e2e/world/page && tsc -p e2e/tabs/page && tsc -p e2e/clients/page && tsc -p e2e/oidc/page && tsc -p bench/page && tsc -p conformance/page',
  );
  library();
  await journeys([...JOURNEYS, ...(process.argv.includes('--all') ? LONGER_JOURNEYS : [])]);
  faults();
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
