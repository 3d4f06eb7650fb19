import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

describe('The package', () => {
  const built = JSON.parse(readFileSync(new URL('../dist/ngx-axios/package.json', import.meta.url), 'utf8')) as Record<
    'dependencies' | 'peerDependencies' | 'scripts',
    Record<string, string> | undefined
  >;

  it('J10: needs nothing at run time but tslib, idb and its peers, and runs nothing when it is installed', () => {
    assert.deepEqual(Object.keys(built.dependencies ?? {}), ['idb', 'tslib']);
    for (const step of ['preinstall', 'install', 'postinstall', 'prepare'])
      assert.equal(built.scripts?.[step], undefined);
  });

  it('J10: takes no axios that is older than the newest security fixes', () => {
    assert.match(built.peerDependencies!['axios']!, /^\^1\.(19|[2-9]\d)\./);
  });
});
