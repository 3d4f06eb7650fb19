import { lexer, type Tokens } from 'marked';
import { Anchors, plainText } from '../documentation/anchors.ts';

/** Has every link between the pages of the reference lead to the heading of what it names, where there is one. */
export function relinked(pages: ReadonlyMap<string, string>): Map<string, string> {
  const places = new Map([...pages].flatMap(([page, text]) => placesOf(page, text)));

  return new Map(
    [...pages].map(([page, text]) => [
      page,
      text.replace(/\[(`?)([\w$.]+)\1\]\((?!https:)[^)]*\)/g, (_, tick: string, name: string) => {
        const place = places.get(name);
        const words = `${tick}${name}${tick}`;

        return place ? `[${words}](${place.startsWith(`${page}#`) ? place.slice(page.length) : place})` : words;
      }),
    ]),
  );
}

/** Where symbols (`Session`) and their members (`Session.end`) are described. */
function placesOf(page: string, text: string): [name: string, place: string][] {
  const anchors = new Anchors();
  let symbol = '';

  return lexer(text).flatMap((token) => {
    if (token.type !== 'heading') return [];
    const { depth, tokens } = token as Tokens.Heading;
    const words = plainText(tokens);
    const anchor = anchors.of(words);
    const name = words.replace(/^abstract /, '').replace(/\(\)$/, '');
    if (depth === 3) symbol = name;

    return [[depth === 3 ? name : `${symbol}.${name}`, `${page}#${anchor}`]];
  });
}
