/** Sections of TypeDoc's that say what the signature above them has said, or where a member is from. */
const IDLE = ['Implementation of', 'Inherited from', 'Overrides', 'Type Parameters', 'Extended by'];

/** Makes a page of what TypeDoc writes: without idle sections, without HTML, and with small headings as words. */
export function readable(text: string, entryPoint: string): string {
  const sections = text
    .replace(/^# .*\n/, '')
    .replaceAll(/<a id="[^"]*"><\/a> ?/g, '')
    .replaceAll('\n***\n', '\n')
    .split(/\n(?=#{2,6} )/)
    .filter((section) => !isIdle(section))
    .map((section) =>
      section
        .replace(/^#{4,6} See\n+(.*)/, 'See $1.')
        .replace(/^#{4,6} (Parameters|Returns|Properties|Example|Extends|Implements|Type Declaration)\n/, '**$1**\n'),
    );

  return `# ${entryPoint}

What can be imported from \`${entryPoint}\`. Made of the docstrings: \`npm run reference\`.

${withShortReferences(sections.join('\n'))}`;
}

function isIdle(section: string): boolean {
  const [, title = ''] = /^#{4,6} (.*)/.exec(section) ?? [];
  if (title === 'Returns') return !/^#+ Returns\n+\S.*\n+\S/.test(section); // only the type, which the signature has
  if (title === 'Parameters') return !section.includes('| Description |');

  return IDLE.includes(title);
}

/** One line for all that is handed on from another entry point. */
function withShortReferences(text: string): string {
  const [own, handedOn] = text.split('## References\n') as [string, string?];
  const links = Array.from(handedOn?.matchAll(/^Re-exports (\[.*\))$/gm) ?? [], ([, link]) => link);

  return links.length > 0
    ? `${own}## Handed on\n\nFrom another entry point, which describes it: ${links.join(', ')}.\n`
    : own;
}
