import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { snippetsOfPages } from './documentation/snippets.ts';
import { rowsWithTests } from './fault-rows.ts';

describe('The package', () => {
  const built = JSON.parse(readFileSync(new URL('../dist/ngx-axios/package.json', import.meta.url), 'utf8')) as Record<
    'dependencies' | 'peerDependencies' | 'scripts',
    Record<string, string> | undefined
  >;

  it('J10: needs nothing at run time but tslib and its peers, and runs nothing when it is installed', () => {
    assert.deepEqual(Object.keys(built.dependencies ?? {}), ['tslib']);
    for (const step of ['preinstall', 'install', 'postinstall', 'prepare'])
      assert.equal(built.scripts?.[step], undefined);
  });

  it('J10: takes no axios that is older than the newest security fixes', () => {
    assert.match(built.peerDependencies!['axios']!, /^\^1\.(19|[2-9]\d)\./);
  });
});

describe('The package, as others read it', () => {
  it('has a manifest that publint finds nothing wrong with', () => {
    assert.match(execFileSync('publint', ['dist/ngx-axios', '--strict'], { encoding: 'utf8' }), /All good!/);
  });

  it('has types that are resolved wherever ES modules are', () => {
    // Not by its profile for those: what it cannot resolve inside of a package it holds against the profile all the same.
    const { stdout } = spawnSync('attw', ['dist/ngx-axios', '--pack', '--format', 'json'], { maxBuffer: 2 ** 26 });
    const { analysis } = JSON.parse(String(stdout)) as {
      analysis: {
        entrypoints: object;
        problems: { kind: string; resolutionKind?: string; resolutionOption?: string }[];
      };
    };
    assert.deepEqual(Object.keys(analysis.entrypoints), ['./package.json', '.', './http', './session', './testing']);
    const wherever = (problem: (typeof analysis.problems)[number]) =>
      problem.resolutionKind ?? problem.resolutionOption;
    assert.deepEqual(
      analysis.problems.filter((problem) => !['node10', 'node16-cjs'].includes(wherever(problem)!)),
      [],
    );
  });
});

describe('SECURITY.md', () => {
  it('names a threat only with rows of the list of faults that a test proves', () => {
    const threats = readFileSync('SECURITY.md', 'utf8').matchAll(/^\|[^|]+\|[^|]+\| ([A-Z]\d+(?:, [A-Z]\d+)*) +\|$/gm);
    const named = Array.from(threats, ([, ids]) => ids!.split(', '));
    assert.ok(named.length > 9);
    assert.deepEqual(
      named.flat().filter((id) => !rowsWithTests().includes(id)),
      [],
    );
  });
});

describe('The test that README shows', () => {
  const [, test] = /^(it\([^]*?^}\);)$/m.exec(readFileSync('README.md', 'utf8'))!;

  it('sees a component load data, expire and recover in less than 15 lines', () => {
    assert.ok(test!.split('\n').length < 15);
    assert.match(test!, /expire\(\)/);
  });
});

describe('The recipes that docs show', () => {
  it('are those for sockets that are tested, letter by letter', () => {
    const named = snippetsOfPages().filter(({ from, name }) => from === 'docs/sockets.md' && name !== undefined);
    assert.ok(named.length > 3);
    for (const { name, code } of named)
      assert.equal(code, readFileSync(`projects/ngx-axios/faults/sockets/${name}.ts`, 'utf8'), name);
  });

  it('are those for who comes from axios-auth-refresh that are tested, letter by letter', () => {
    const [, spec = ''] = readFileSync('projects/ngx-axios/faults/migration.spec.ts', 'utf8').split(
      'letter by letter.',
    );
    const recipes = spec.match(/^function [^]*?^}$/gm) ?? [];
    assert.ok(recipes.length > 3);
    const page = readFileSync('docs/migrating/from-axios-auth-refresh.md', 'utf8');
    for (const code of recipes) assert.ok(page.includes(code), code);
  });
});
