import type { Rig } from './rig.ts';

/** So many requests meet one expiry. */
export const STORM = 100;
export const CROWDS = [1_000, 10_000, 100_000] as const;

/** What every system came to in each round, in the unit of the measure. */
export type Rounds = ReadonlyMap<string, readonly number[]>;

/** What becomes of a crowd of one size. */
export interface Crowd {
  readonly count: number;
  /** Milliseconds from the answer that all wait for until the last has its own. */
  readonly milliseconds: number;
  /** Bytes of heap for each, while it waits. */
  readonly waiting: number;
  /** Bytes of heap for each, afterwards. */
  readonly retained: number;
}

/** Milliseconds from leaving a request until it is settled for its caller, and until its socket is closed at the server. */
export interface Leaving {
  readonly settled: Rounds;
  readonly closed: Rounds;
}

/** Measures all of them in each round, one after the other, after one round that warms up. */
async function interleaved(
  names: readonly string[],
  rounds: number,
  measure: (name: string, round: number) => Promise<number>,
): Promise<Rounds> {
  const figures = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const figure = await measure(name, round);
      if (round > 0) figures.get(name)!.push(figure);
    }
  }

  return figures;
}

/** Microseconds for a request that is answered at once. */
export function costs(rig: Rig, names: readonly string[], rounds: number): Promise<Rounds> {
  return interleaved(names, rounds, (name) => rig.run<number>('cost', name));
}

/**
 * Milliseconds until a storm is over. Fails when the server has seen anything but one refresh and as many refusals as there must be.
 *
 * @param lenient - Whom more refreshes are forgiven, for some make one when a 401 comes late; and storms in which a request of theirs
 *   fails: those are told to `lost` and measured anew.
 */
export function storms(
  rig: Rig,
  names: readonly string[],
  rounds: number,
  isKnown: boolean,
  lenient: readonly string[] = [],
  lost: (name: string) => void = () => undefined,
): Promise<Rounds> {
  let count = 0;
  const storm = async (name: string): Promise<number> => {
    const id = `${name.replace(/\W/g, '-')}-${isKnown ? 'known' : 'unknown'}-${++count}`;
    if (lenient.includes(name)) {
      return rig.run<number>('storm', name, id, STORM, isKnown).catch(() => {
        lost(name);

        return storm(name);
      });
    }
    const milliseconds = await rig.run<number>('storm', name, id, STORM, isKnown);
    const { answered, refused, refreshes } = await rig.counts(id);
    if (answered !== STORM || refused !== (isKnown ? 0 : STORM) || refreshes !== 1) {
      throw new Error(`${name}: ${answered} answered, ${refused} refused, ${refreshes} refreshes`);
    }

    return milliseconds;
  };

  return interleaved(names, rounds, storm);
}

/** How many of a storm the server has refused before the refresh arrives. */
export function overtakings(rig: Rig, names: readonly string[], rounds: number): Promise<Rounds> {
  return interleaved(names, rounds, async (name, round) => {
    const id = `${name.replace(/\W/g, '-')}-overtaking-${round}`;
    await rig.run<number>('storm', name, id, STORM, false);

    return (await rig.counts(id)).refusedBefore!;
  });
}

/** A crowd of each size, each on a fresh page, as medians of some rounds. */
export async function crowds(rig: Rig, name: string, hasSession: boolean, rounds: number): Promise<Crowd[]> {
  const all: Crowd[] = [];
  for (const count of CROWDS) {
    const seen: Crowd[] = [];
    for (let round = 0; round < rounds; round++) seen.push(await crowd(rig, name, count, hasSession));
    all.push({
      count,
      milliseconds: median(seen.map(({ milliseconds }) => milliseconds)),
      waiting: median(seen.map(({ waiting }) => waiting)),
      retained: median(seen.map(({ retained }) => retained)),
    });
  }

  return all;
}

async function crowd(rig: Rig, name: string, count: number, hasSession: boolean): Promise<Crowd> {
  await rig.reload();
  for (let n = 0; n < 20; n++) {
    await rig.run('gather', name, 50, hasSession); // warms up
    await rig.run('letGo');
  }
  const before = await rig.heap();
  await rig.run('gather', name, count, hasSession);
  const during = await rig.heap();
  const milliseconds = await rig.run<number>('letGo');
  const after = await rig.heap();

  return { count, milliseconds, waiting: (during - before) / count, retained: (after - before) / count };
}

export async function leavings(rig: Rig, names: readonly string[], rounds: number): Promise<Leaving> {
  const closed = new Map(names.map((name) => [name, [] as number[]]));
  const settled = await interleaved(names, rounds, async (name, round) => {
    const id = `${name.replace(/\W/g, '-')}-left-${round}`;
    const { left, settled } = await rig.run<{ left: number; settled: number }>('leave', name, id);
    let closedAt: number | undefined;
    while (closedAt === undefined) ({ closedAt } = await rig.counts(id));
    if (round > 0) closed.get(name)!.push(closedAt - left);

    return settled - left;
  });

  return { settled, closed };
}

export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!;
}

/** How time grows with the size of the crowd: the slope of the line through them, both axes logarithmic. `1` is in proportion. */
export function exponent(all: readonly Pick<Crowd, 'count' | 'milliseconds'>[]): number {
  const points = all.map(({ count, milliseconds }) => [Math.log(count), Math.log(milliseconds)] as const);
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const along = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);

  return along / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
