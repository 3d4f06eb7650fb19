import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';

const MANIFEST = 'dist/ngx-axios/package.json';

describe('npm run release', () => {
  const built = readFileSync(MANIFEST, 'utf8');
  const { version } = JSON.parse(built) as { version: string };
  const publish = (args: string[], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync('node', ['scripts/publish.ts', ...args], {
      env: {
        ...process.env,
        npm_config_loglevel: 'notice',
        GITHUB_REPOSITORY: '',
        ACTIONS_ID_TOKEN_REQUEST_URL: '',
        ...env,
      },
      encoding: 'utf8',
    });

    return { status, output: stdout + stderr };
  };
  afterEach(() => writeFileSync(MANIFEST, built));

  it('publishes nothing that cannot be proved to come from here', () => {
    const { status, output } = publish([]);
    assert.equal(status, 1);
    assert.match(output, /id-token: write/);
    assert.match(output, /Nothing was published\./);
  });

  it('shows what would go, and names the repository it comes from', () => {
    const { status, output } = publish(['--dry-run'], { GITHUB_REPOSITORY: 'somebody/ngx-axios' });
    assert.equal(status, 0, output);
    assert.match(output, new RegExp(`ngx-axios@${version}`));
    assert.deepEqual((JSON.parse(readFileSync(MANIFEST, 'utf8')) as { repository: object }).repository, {
      type: 'git',
      url: 'git+https://github.com/somebody/ngx-axios.git',
    });
  });

  it('shows no file that nobody needs: what is built, the papers and the schematics', () => {
    const { output } = publish(['--dry-run']);
    const files = Array.from(output.matchAll(/^npm notice [\d.]+k?B (\S+)$/gm), ([, file]) => file!);
    assert.deepEqual(
      [...new Set(files.map((file) => file.split('/')[0]))],
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'fesm2022', 'package.json', 'schematics', 'types'],
    );
  });
});
