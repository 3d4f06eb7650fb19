/**
 * Publishes what was built, with provenance: the registry shows which commit it was built from, and where. Only a job of GitHub Actions
 * with `id-token: write` can say so. `-- --dry-run` tells anywhere what stands in the way, and lists the files that would go.
 *
 * https://docs.npmjs.com/generating-provenance-statements
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const MANIFEST = 'dist/ngx-axios/package.json';
const isDryRun = process.argv.includes('--dry-run');
const { GITHUB_SERVER_URL = 'https://github.com', GITHUB_REPOSITORY, ACTIONS_ID_TOKEN_REQUEST_URL } = process.env;

const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string; repository?: object };
const inTheWay = [...obstacles()];
for (const obstacle of inTheWay) console.error(`Not ready: ${obstacle}`);
if (inTheWay.length > 0 && !isDryRun) {
  console.error('Nothing was published.');
  process.exit(1);
}

if (GITHUB_REPOSITORY) {
  // The registry takes a provenance only for the repository that the package names.
  manifest.repository = { type: 'git', url: `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git` };
  writeFileSync(MANIFEST, JSON.stringify(manifest, null, 2));
}
execFileSync('npm', ['publish', './dist/ngx-axios', '--access', 'public', isDryRun ? '--dry-run' : '--provenance'], {
  stdio: 'inherit',
});

function* obstacles(): Generator<string> {
  const { version } = manifest;
  const released = new RegExp(`^## ${version.replaceAll('.', '\\.')} \\(\\d{4}-\\d\\d-\\d\\d\\)$`, 'm');
  if (!released.test(readFileSync('CHANGELOG.md', 'utf8'))) yield `CHANGELOG.md has no heading "## ${version} (date)".`;
  if (execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' }))
    yield 'There are changes that are not committed.';
  if (!GITHUB_REPOSITORY || !ACTIONS_ID_TOKEN_REQUEST_URL)
    yield 'Only a job of GitHub Actions with `permissions: id-token: write` can prove where the package comes from.';
}
