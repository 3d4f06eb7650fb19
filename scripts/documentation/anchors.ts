import type { Token } from 'marked';

/** Names the anchors of one page's headings, in their order, as GitHub does. */
export class Anchors {
  readonly #counts = new Map<string, number>();

  of(heading: string): string {
    const anchor = heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    const count = this.#counts.get(anchor) ?? 0;
    this.#counts.set(anchor, count + 1);

    return count === 0 ? anchor : `${anchor}-${count}`;
  }
}

/** What a reader sees of inline Markdown, without its marks. */
export function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => ('tokens' in token && token.tokens ? plainText(token.tokens) : 'text' in token ? token.text : ''))
    .join('');
}
