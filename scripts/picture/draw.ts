import { instance } from '@viz-js/viz';

export interface Drawn {
  readonly nodes: readonly { readonly id: string; readonly label: string; readonly kind: 'way' | 'plain' | 'quiet' }[];
  readonly groups: readonly { readonly name: string; readonly nodes: readonly string[] }[];
  readonly arrows: readonly { readonly from: string; readonly to: string; readonly label?: string }[];
}

/** The words are drawn smaller than they are laid out, because fonts differ. On a light and on a dark page: a ground of its own, and colours that follow the reader's. */
const STYLE = `
  :root { color-scheme: light dark; --ground: #fff; --ink: #1c1d22; --soft: #5b5e6b; --line: #8f93a3; --room: #f6f6f9; --node: #fff; --way: #4338ca; --on-way: #fff; }
  @media (prefers-color-scheme: dark) { :root { --ground: #14151a; --ink: #ececf1; --soft: #a5a8b6; --line: #767b8c; --room: #1d1f26; --node: #14151a; --way: #a5b4fc; --on-way: #17181d; } }
  .ground { fill: var(--ground); }
  text { fill: var(--ink); font: 13px Helvetica, Arial, sans-serif; }
  .cluster text { font-weight: bold; }
  .edge text { font-size: 11px; }
  .cluster polygon, .cluster path { fill: var(--room); stroke: var(--line); }
  .node path, .node polygon { fill: var(--node); stroke: var(--line); }
  .node.way path { fill: var(--way); stroke: var(--way); }
  .node.way text { fill: var(--on-way); }
  .node.quiet path { fill: none; stroke: none; }
  .node.quiet text, .edge text { fill: var(--soft); }
  .edge path { stroke: var(--line); }
  .edge polygon { fill: var(--line); stroke: var(--line); }
`;

/** Lays a graph out, from top to bottom. */
export async function draw(title: string, drawn: Drawn): Promise<string> {
  const svg = (await instance()).renderString(dot(drawn), { format: 'svg' });
  const [, width, height] = /<svg width="(\d+)pt" height="(\d+)pt"/.exec(svg)!;
  const body = svg
    .slice(svg.indexOf('<g id="graph0"'))
    .replaceAll(/<!--.*?-->\n?/g, '')
    .replaceAll(/<title>.*?<\/title>\n?/g, '')
    .replaceAll(/ (fill|stroke|font-family|font-size)="[^"]*"/g, '')
    .replaceAll(/ id="[^"]*"/g, '')
    .replace(/<polygon points/, '<polygon class="ground" points')
    .replaceAll('<path d="M', '<path fill="none" d="M');

  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<title>${title}</title>
<style>${STYLE}</style>
${body.trim()}
`;
}

function dot({ nodes, groups, arrows }: Drawn): string {
  const clusters = groups.map(
    ({ name, nodes: inside }, index) =>
      `subgraph cluster_${index} { label=${quoted(name)}; labeljust=r; style=rounded; margin=14; ${inside.map(quoted).join('; ')} }`,
  );
  const boxes = nodes.map(({ id, label, kind }) => `${quoted(id)} [label=${quoted(label)}, class=${kind}]`);
  const lines = arrows.map(({ from, to, label = '' }) => `${quoted(from)} -> ${quoted(to)} [label=${quoted(label)}]`);

  return `digraph {
    graph [rankdir=TB, fontname=Helvetica, fontsize=16, nodesep=0.35, ranksep=0.55, pad=0.25]
    node [shape=box, style="rounded,filled", fontname=Helvetica, fontsize=15, margin="0.16,0.09"]
    edge [fontname=Helvetica, fontsize=12, arrowsize=0.7]
    ${[...clusters, ...boxes, ...lines].join('\n')}
  }`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', String.raw`\"`).replaceAll('\n', String.raw`\n`)}"`;
}
