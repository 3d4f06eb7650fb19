import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { publicSymbols } from './public-symbols.ts';

describe('What applications can import', () => {
  const symbols = publicSymbols();
  const shown = new Set(symbols.flatMap(({ name, examples }) => (examples.length > 0 ? [name] : [])));

  it('is there, from each entry point', () => {
    const counts = Map.groupBy(symbols, ({ entryPoint }) => entryPoint);
    assert.deepEqual([...counts.keys()], ['ngx-axios', 'ngx-axios/http', 'ngx-axios/session', 'ngx-axios/testing']);
  });

  it('says what it is', () => {
    assert.deepEqual(
      symbols.filter(({ summary }) => summary.length < 20).map(({ name }) => name),
      [],
    );
  });

  it('has an example, or leads to the one that shows it', () => {
    const without = symbols.filter(({ name, links }) => !shown.has(name) && !links.some((link) => shown.has(link)));
    assert.deepEqual(
      without.map(({ entryPoint, name }) => `${name} from ${entryPoint}`),
      [],
    );
  });

  it('stands in the reference, once', () => {
    const pages = globSync('docs/api/*.md').map((page) => readFileSync(page, 'utf8'));
    const headings = pages.flatMap((text) =>
      Array.from(text.matchAll(/^### (?:`abstract` )?(\w+)/gm), ([, name]) => name!),
    );
    assert.deepEqual(headings.sort(), [...new Set(symbols.map(({ name }) => name))].sort());
  });

  it('leads to nothing that is not there', () => {
    const names = new Set(symbols.map(({ name }) => name));
    const lost = symbols.flatMap(({ name, links }) =>
      links.filter((link) => link !== '' && !names.has(link.split('.')[0]!)).map((link) => `${name} → ${link}`),
    );
    assert.deepEqual(lost, []);
  });
});
