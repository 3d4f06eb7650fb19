import { Lane, Mark, Span } from './lane';
import { Recording } from './recording';
import { SessionStage, sharedNow } from './sighting';
import { TabRecording } from './tab-recording';
import { timeScale, TimeScale } from './time-scale';

/** In CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

type Shape = Span['is'] | Mark['is'];

/** Everything of one tab, ready to be drawn: all spans or marks of a kind are one path, so that 500 lanes are as cheap as one. */
export interface TabPicture {
  /** Empty where there is one tab alone. */
  readonly name: string;
  readonly top: number;
  readonly lanesTop: number;
  readonly lanesHeight: number;
  readonly thickness: number;
  readonly standings: readonly { x: number; width: number; state: SessionStage; text: string }[];
  readonly refreshes: readonly { x: number; width: number; labelX: number; label: string }[];
  readonly paths: Readonly<Record<Shape, string>>;
}

export interface Picture {
  readonly ticks: readonly { x: number; label: string }[];
  readonly tabs: readonly TabPicture[];
  /** How many requests one line stands for, where there is no room for one each. */
  readonly perLine: number;
}

export const AXIS = 24;
const NAME = 20;
/** The row of the refresh's label, and the band of the session below it. */
export const LABEL = 18;
export const BAND = 20;
const GAP = 10;
/** Room for a note below the lanes. */
const FOOT = 20;
const NARROWEST_LANE = 3;
const WIDEST_LANE = 14;
const CHARACTER = 7;

/** Draws what was seen until now, or until it was over. */
export function pictureOf(recording: Recording, size: Size): Picture {
  const tabs = [...recording.tabs.values()].filter(({ lanes, refreshes }) => lanes.length + refreshes.length > 0);
  const scale = timeScale(recording.begunAt, recording.overAt, sharedNow(), size.width);
  const share = (size.height - AXIS - FOOT) / Math.max(1, tabs.length);
  const longest = Math.max(1, ...tabs.map(({ lanes }) => lanes.length));
  const name = tabs.length > 1 ? NAME : 0;
  const lanesHeight = share - name - LABEL - BAND - GAP - (name === 0 ? 0 : GAP);
  const perLine = Math.max(1, Math.ceil((longest * NARROWEST_LANE) / lanesHeight));

  return {
    ticks: scale.ticks,
    perLine,
    tabs: tabs.map((tab, index) => {
      const top = AXIS + index * share + name;
      const lanesTop = top + LABEL + BAND + GAP;

      return {
        name: name === 0 ? '' : nameOf(index),
        top,
        lanesTop,
        lanesHeight,
        standings: standings(tab, scale),
        refreshes: refreshes(tab.refreshes, scale),
        ...lanes(tab, perLine, { top: lanesTop, height: lanesHeight }, scale),
      };
    }),
  };
}

/** What the tab at this place is called. */
export function nameOf(index: number): string {
  return index === 0 ? 'This tab' : `Tab ${index + 1}`;
}

function standings(tab: TabRecording, { x, end }: TimeScale): TabPicture['standings'] {
  return tab.standings.map(({ from, state, generation }, index) => {
    const next = tab.standings[index + 1]?.from ?? end;
    const until = tab.refreshes.find((refresh) => refresh.from > from)?.from ?? end; // the bar of the refresh covers it
    const room = x(Math.min(next, until)) - x(from);
    const texts = IN_WORDS[state](generation);

    return {
      x: x(from),
      width: x(next) - x(from),
      state,
      text: texts.find((text) => text.length * CHARACTER < room - 8) ?? '',
    };
  });
}

const IN_WORDS: Record<SessionStage, (generation: number) => readonly string[]> = {
  'signed-in': (generation) => [`signed in, generation ${generation}`, `generation ${generation}`, String(generation)],
  'no-answer': () => ['signed in, refresh unavailable', 'unavailable'],
  'signed-out': () => ['signed out', 'out'],
};

function refreshes(all: TabRecording['refreshes'], { x, end, right }: TimeScale): TabPicture['refreshes'] {
  let free = -Infinity;

  return all.map(({ from, to = end }) => {
    const label = `refresh ${Math.max(1, Math.round(to - from))} ms`;
    const room = label.length * CHARACTER;
    const labelX = Math.min(x(from), right - room);
    const fits = labelX > free;
    if (fits) free = labelX + room;

    return { x: x(from), width: Math.max(3, x(to) - x(from)), labelX, label: fits ? label : '' };
  });
}

function lanes(
  tab: TabRecording,
  perLine: number,
  { top, height }: { top: number; height: number },
  { x, end }: TimeScale,
): Pick<TabPicture, 'thickness' | 'paths'> {
  const drawn = oneOfEach(tab.lanes, perLine);
  const pitch = Math.min(WIDEST_LANE, height / Math.max(1, drawn.length));
  const radius = Math.max(1.5, Math.min(4, pitch * 0.38));
  const paths: Record<Shape, string> = {
    sent: '',
    waiting: '',
    again: '',
    refused: '',
    broken: '',
    answered: '',
    failed: '',
  };
  drawn.forEach(({ spans, marks }, index) => {
    const y = round(top + (index + 0.5) * pitch);
    for (const { is, from, to = end } of spans) {
      if (to - from >= SHORTEST) paths[is] += `M${round(x(from))} ${y}H${round(Math.max(x(to), x(from) + 1))}`;
    }
    for (const { is, at } of marks) paths[is] += MARKS[is](round(x(at)), y, round(radius));
  });

  return { thickness: Math.max(1, Math.min(6, pitch * 0.55)), paths };
}

/** What was shorter, in milliseconds, was no waiting at all. */
const SHORTEST = 0.5;

const MARKS: Record<Mark['is'], (x: number, y: number, r: number) => string> = {
  refused: (x, y, r) => `M${x} ${y - r}v${2 * r}`,
  broken: (x, y, r) => `M${x - r} ${y + r}l${2 * r} ${-2 * r}`,
  answered: (x, y) => `M${x} ${y}h0.01`,
  failed: (x, y, r) => `M${x - r} ${y - r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`,
};

/** One lane of each few: one that has failed, or else the one that took longest. */
function oneOfEach(all: readonly Lane[], perLine: number): Lane[] {
  const known = all.filter(Boolean);
  const rank = (lane: Lane) => (lane.end === 'failed' ? Infinity : (lane.marks.at(-1)?.at ?? Infinity));

  return Array.from({ length: Math.ceil(known.length / perLine) }, (_, index) =>
    known.slice(index * perLine, (index + 1) * perLine).reduce((a, b) => (rank(b) > rank(a) ? b : a)),
  );
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
