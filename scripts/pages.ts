/**
 * Makes the pages of the documentation inside the playground: one component for each Markdown file that docs/README.md names, in
 * `src/app/documentation/pages`. `ng build demo` needs them.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { type Heading, pageTemplate } from './documentation/page-template.ts';
import { type DocumentationPage, siteMap } from './documentation/site-map.ts';

const FOLDER = 'src/app/documentation/pages';

interface PageParts extends DocumentationPage {
  readonly name: string;
  /** What the page's own table of contents names. */
  readonly places: readonly Heading[];
  readonly hasLinks: boolean;
}

rmSync(FOLDER, { recursive: true, force: true });
const pages = siteMap();
const entries = pages.map((page) => {
  const { template, headings } = pageTemplate(page, pages);
  const name = page.slug || 'all-pages';
  const places = headings.filter(({ depth }) => depth === 2 || depth === 3);
  write(`${name}.html`, template);
  write(`${name}.ts`, component({ ...page, name, places, hasLinks: template.includes('routerLink=') }));

  return { ...page, name, headings };
});
write('pages.ts', pageList());
write('headings.ts', headingList());
console.log(`${pages.length} pages are in ${FOLDER}.`);

function component({ file, slug, name, places, hasLinks }: PageParts): string {
  return `// Made of ${file} by scripts/pages.ts.
import { ChangeDetectionStrategy, Component } from '@angular/core';
${hasLinks ? "import { RouterLink } from '@angular/router';" : ''}

@Component({
  selector: 'app-page-${name.replaceAll('/', '-')}',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [${hasLinks ? 'RouterLink' : ''}],
  templateUrl: './${posix.basename(name)}.html',
})
export class Page {
  readonly slug = ${JSON.stringify(slug)};
  readonly headings = ${JSON.stringify(places)};
}
`;
}

function pageList(): string {
  const lines = entries.map(({ name, slug, title, section }) => {
    const about = JSON.stringify({ slug, title, section });

    return `  { ...${about}, load: () => import('./${name}').then(({ Page }) => Page) },`;
  });

  return `// Made of docs/README.md by scripts/pages.ts.\nexport const PAGES = [\n${lines.join('\n')}\n];\n`;
}

function headingList(): string {
  const all = entries.map(({ slug, title, headings }) => ({ slug, title, headings }));

  return `// Made by scripts/pages.ts.\nexport const HEADINGS = ${JSON.stringify(all)};\n`;
}

function write(name: string, text: string): void {
  const path = join(FOLDER, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
