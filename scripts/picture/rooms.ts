import type { Import } from './imports.ts';

/** What ties the rooms of the session together, and what hands them out. */
export const DOOR = 'session: door';

/** The entry points, and the rooms of each from the outside in. */
export const ENTRY_POINTS: Record<string, readonly string[]> = {
  'ngx-axios/testing': ['testing'],
  'ngx-axios': ['src'],
  'ngx-axios/http': ['http'],
  'ngx-axios/session': [DOOR, 'session/guard', 'session/tabs', 'session/oauth', 'session'],
};

/** The room of a file: its folder, but for what nobody in the session's own rooms imports. */
export function roomOf(file: string): string {
  const folder = file.slice(0, file.lastIndexOf('/'));

  return /^session\/(public-api|provide-[\w-]+)\.ts$/.test(file) ? DOOR : folder;
}

export interface Passage {
  readonly from: string;
  readonly to: string;
  /** How many files import how many: two that import the same one count twice. */
  readonly count: number;
}

/** What one room imports from another. Fails when a room that is imported, by whatever way, imports back. */
export function passages(imports: readonly Import[]): Passage[] {
  const between = imports
    .map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) }))
    .filter(({ from, to }) => from !== to);
  const counted = [...Map.groupBy(between, ({ from, to }) => `${from} → ${to}`).values()].map((same) => ({
    ...same[0]!,
    count: same.length,
  }));
  const circle = inCircles(counted);
  if (circle.length > 0)
    throw new Error(`Imports run in a circle: ${circle.map(({ from, to }) => `${from} → ${to}`).join(', ')}`);

  return counted;
}

/** What is left when all is taken away that leads nowhere further. */
function inCircles(all: readonly Passage[]): readonly Passage[] {
  const leadOn = all.filter(({ to }) => all.some(({ from }) => from === to));

  return leadOn.length === all.length ? all : inCircles(leadOn);
}
