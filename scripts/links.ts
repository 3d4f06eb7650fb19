/**
 * Follows every link of README, docs and their like: files must be there, and places in them. There is no network where this runs, so
 * of links to elsewhere only the writing is judged.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { lexer, type Tokens, walkTokens } from 'marked';
import { Anchors, plainText } from './documentation/anchors.ts';

const FILES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/**/*.md').sort()];

const pages = new Map(FILES.map((file) => [file, read(file)]));
let count = 0;
for (const [file, { links }] of pages) {
  for (const link of links) {
    count++;
    const fault = faultOf(file, link);
    if (!fault) continue;
    console.error(`${file}: ${link} ${fault}`);
    process.exitCode = 1;
  }
}
if (count === 0) throw new Error('There are no links: the check would check nothing.');
if (!process.exitCode) console.log(`${count} links lead somewhere.`);

/** What is wrong with a link of a file; nothing, as a rule. */
function faultOf(file: string, link: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(link))
    return link.startsWith('https://') && URL.canParse(link) ? undefined : 'is no address of the kind https:';

  const [path, anchor] = link.split('#') as [string, string?];
  const target = path === '' ? file : posix.join(posix.dirname(file), path);
  if (target.startsWith('../') || target.startsWith('dist/')) return 'leads out of the repository';
  if (!existsSync(target)) return 'leads to nothing';
  if (anchor === undefined) return undefined;

  const anchors = pages.get(target)?.anchors;
  return anchors?.has(anchor) ? undefined : `names a place that ${target} does not have`;
}

function read(file: string): { links: string[]; anchors: Set<string> } {
  const links: string[] = [];
  const anchors = new Set<string>();
  const names = new Anchors();
  walkTokens(lexer(readFileSync(file, 'utf8')), (token) => {
    if (token.type === 'link' || token.type === 'image') links.push((token as Tokens.Link | Tokens.Image).href);
    if (token.type === 'heading') anchors.add(names.of(plainText((token as Tokens.Heading).tokens)));
  });

  return { links, anchors };
}
