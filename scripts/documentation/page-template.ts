import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { Marked, type RendererObject, type Tokens } from 'marked';
import { Anchors, plainText } from './anchors.ts';
import { highlighted } from './highlighted.ts';
import type { DocumentationPage } from './site-map.ts';

export interface Heading {
  readonly anchor: string;
  readonly depth: number;
  readonly text: string;
}

export interface PageTemplate {
  /** What Angular takes as the template of a component, and shows as the Markdown says. */
  readonly template: string;
  readonly headings: readonly Heading[];
}

/**
 * Makes the template of one page. There is no HTML in Markdown, no style attribute and nothing for a sanitizer, so that the page lives
 * under the strictest Content Security Policy.
 */
export function pageTemplate(page: DocumentationPage, pages: readonly DocumentationPage[]): PageTemplate {
  const headings: Heading[] = [];
  const marked = new Marked({ renderer: rendererOf(page, pages, headings) });
  const html = marked.parse(readFileSync(page.file, 'utf8'), { async: false });

  return { template: asText(html), headings };
}

function rendererOf(
  { file }: DocumentationPage,
  pages: readonly DocumentationPage[],
  headings: Heading[],
): RendererObject {
  const anchors = new Anchors();
  let heading = '';

  return {
    heading({ tokens, depth }) {
      heading = plainText(tokens);
      const anchor = anchors.of(heading);
      headings.push({ anchor, depth, text: heading });

      return `<h${depth} id="${anchor}" tabindex="-1">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    code({ text, lang }) {
      return `<pre tabindex="0"><code>${highlighted(text, lang)}</code></pre>\n`; // in reach of keys, because it may scroll
    },
    table({ header, rows }) {
      const line = (cells: Tokens.TableCell[]) => `<tr>${cells.map((cell) => this.tablecell(cell)).join('')}</tr>`;
      const name = attribute(`Table: ${heading}`);

      return `<div class="table-box" role="group" aria-label="${name}" tabindex="0"><table><thead>${line(header)}</thead><tbody>${rows.map(line).join('\n')}</tbody></table></div>\n`;
    },
    tablecell({ header, align, tokens }) {
      const kind = header && tokens.length > 0 ? 'th' : 'td'; // a header that says nothing is none
      const side = align === 'right' || align === 'center' ? ` class="${align}"` : '';

      return `<${kind}${side}${kind === 'th' ? ' scope="col"' : ''}>${this.parser.parseInline(tokens)}</${kind}>`;
    },
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      if (/^[a-z]+:/.test(href)) return `<a href="${attribute(href)}">${text}</a>`;

      const [path = '', fragment] = href.split('#');
      const target = path === '' ? file : posix.join(posix.dirname(file), path);
      const page = pages.find((candidate) => candidate.file === target);
      if (!page) return `<span class="file">${text}</span>`; // of the repository, which is not served

      const route = ['/docs', page.slug].filter(Boolean).join('/');
      return `<a routerLink="${route}"${fragment ? ` fragment="${fragment}"` : ''}>${text}</a>`;
    },
    image({ href, text }) {
      const source = posix.join(posix.dirname(file), href);

      return `<img src="${source}" alt="${attribute(text)}" ${sizeOf(source)} />`;
    },
    html({ raw }: Tokens.HTML | Tokens.Tag) {
      throw new Error(`${file} has HTML in it, which its page cannot have: ${raw}`);
    },
  };
}

/** Braces and `@` mean something to Angular. Two braces would even when each is an entity. */
function asText(html: string): string {
  return html
    .replaceAll('@', '&#64;')
    .replaceAll('}', '&#125;')
    .replace(/\{+/g, (run) =>
      run.length === 1 ? '&#123;' : `{{ ${[...run].map((brace) => `'${brace}'`).join(' + ')} }}`,
    );
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** The size that a picture has of itself, so that nothing moves when it comes. */
function sizeOf(picture: string): string {
  const root = /<svg[^>]*>/.exec(readFileSync(picture, 'utf8'))?.[0] ?? '';
  const [width, height] = ['width', 'height'].map((name) => new RegExp(`\\b${name}="(\\d+)`).exec(root)?.[1]);
  if (!width || !height) throw new Error(`${picture} does not say how large it is.`);

  return `width="${width}" height="${height}"`;
}
