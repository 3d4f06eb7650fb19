import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { lexer, type Token, type Tokens, walkTokens } from 'marked';

/** The index of the documentation: every page, in the order in which they are read, by sections. */
export const INDEX = 'docs/README.md';

export interface DocumentationPage {
  /** The Markdown file, from the root of the repository. */
  readonly file: string;
  /** Where the page is below `/docs`. The index itself is at `/docs`. */
  readonly slug: string;
  readonly title: string;
  readonly section: string;
}

/** Reads the index, and makes sure that it names every page once and none that is not there. */
export function siteMap(): DocumentationPage[] {
  const pages = [{ file: INDEX, slug: '', title: 'All pages', section: '' }, ...listed()];
  const twice = pages.filter(({ file }, index) => pages.findIndex((page) => page.file === file) < index);
  if (twice.length > 0) throw new Error(`${INDEX} names more than once: ${filesOf(twice)}`);

  const files = ['README.md', ...globSync('docs/**/*.md').sort()];
  const forgotten = files.filter((file) => !pages.some((page) => page.file === file));
  if (forgotten.length > 0) throw new Error(`${INDEX} does not name: ${forgotten.join(', ')}`);

  return pages;
}

function listed(): DocumentationPage[] {
  let section = '';

  return lexer(readFileSync(INDEX, 'utf8')).flatMap((token) => {
    if (token.type === 'heading') section = (token as Tokens.Heading).text;

    return token.type === 'list' ? (token as Tokens.List).items.map((item) => entry(item, section)) : [];
  });
}

function entry(item: Tokens.ListItem, section: string): DocumentationPage {
  const [link] = linksOf(item.tokens);
  if (!link) throw new Error(`${INDEX} has a line without a link: ${item.text}`);
  const file = posix.join(posix.dirname(INDEX), link.href);

  return { file, slug: slugOf(file), title: link.text.replaceAll('`', ''), section };
}

function linksOf(tokens: Token[]): Tokens.Link[] {
  const links: Tokens.Link[] = [];
  walkTokens(tokens, (token) => {
    if (token.type === 'link') links.push(token as Tokens.Link);
  });

  return links;
}

/** `docs/migrating/from-a-queue.md` is at `migrating/from-a-queue`, `README.md` at `repository/readme`. */
function slugOf(file: string): string {
  const path = file.startsWith('docs/') ? file.slice('docs/'.length) : `repository/${file}`;

  return path.replace(/\.md$/, '').toLowerCase();
}

function filesOf(pages: readonly DocumentationPage[]): string {
  return pages.map(({ file }) => file).join(', ');
}
