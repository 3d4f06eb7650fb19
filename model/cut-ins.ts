import type { Library } from './library.ts';
import type { Script, Step } from './script.ts';
import { Stage } from './stage.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A moment in a story: so many turns of the microtask queue after one of its steps. */
export interface Moment {
  readonly step: number;
  readonly turns: number;
}

/** A step without its time. */
export type Untimed = Step extends infer S ? (S extends Step ? Omit<S, 'turns'> : never) : never;

/** More turns than anything takes. */
const LONGEST = 100;
/** Some turns more than anything can be seen to change in. */
const MARGIN = 3;

/** All moments of a story from one step on, in order: after each step until nothing changes any more. */
export async function momentsOf(
  story: Script,
  from: number,
  library: typeof Library,
  time: VirtualTime,
): Promise<Moment[]> {
  const stage = new Stage(story, library, time);
  const moments: Moment[] = [];
  for (const [index, step] of story.steps.entries()) {
    await stage.step(step);
    const turns = index < from ? -1 : (await turnsToRest(stage, time)) + MARGIN;
    for (let turn = 0; turn <= turns; turn++) moments.push({ step: index, turns: turn });
  }
  await stage.end();

  return moments;
}

async function turnsToRest(stage: Stage, time: VirtualTime): Promise<number> {
  const sights = [stage.sight];
  for (let turn = 0; turn < LONGEST; turn++) {
    await time.turns(1);
    sights.push(stage.sight);
  }

  return sights.indexOf(sights.at(-1)!);
}

/** The story with something else happening at some moments, in order. */
export function cutInto(story: Script, ...cuts: readonly (readonly [Moment, Untimed])[]): Script {
  const steps = story.steps.flatMap((step, index) => {
    let turned = 0;
    const here = cuts
      .filter(([moment]) => moment.step === index)
      .map(([{ turns }, what]): Step => {
        const since = turns - turned;
        turned = turns;

        return { ...what, turns: since };
      });

    return [step, ...here];
  });

  return { ...story, steps };
}
