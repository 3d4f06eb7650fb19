/** Plays every scenario with every system, prints the table and writes it to docs/peers.md: `npm run conformance`. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { playAll } from './play-all.ts';
import { report } from './report/report.ts';
import { summary, tally } from './report/summary.ts';
import { GROUPS } from './scenarios/scenarios.ts';
import { CONTROL, OTHERS, OURS } from './systems/systems.ts';

const PAGE = new URL('../docs/peers.md', import.meta.url);
const { values } = parseArgs({
  options: {
    /** One system, or one scenario by a part of its sentence: printed, and nothing is written. */
    system: { type: 'string' },
    scenario: { type: 'string' },
    abreast: { type: 'string', default: '5' },
  },
});
const everything = [...OURS, CONTROL, ...OTHERS];
const systems = everything.filter((name) => values.system === undefined || name === values.system);
if (systems.length === 0)
  throw new Error(`--system: there is no ${values.system}; there are ${everything.join(', ')}.`);
const groups = GROUPS.map(({ title, scenarios }) => ({
  title,
  scenarios: scenarios.filter(({ promise }) => promise.includes(values.scenario ?? '')),
}));
const began = performance.now();
const results = await playAll(systems, groups, Number(values.abreast), ({ name }, { promise }, verdict) => {
  const { outcome, reason } = verdict;
  console.log(`${outcome.padEnd(4)}  ${name}: ${promise}${reason === undefined ? '' : `\n      ${reason}`}`);
});
console.log(`\n${summary(results)}\n\n${Math.round((performance.now() - began) / 1000)} s`);
if (values.system === undefined && values.scenario === undefined) await writeFile(PAGE, await report(groups, results));
// What others come to is only told.
const ours: readonly string[] = OURS;
const isBroken = results.some((result, place) => {
  const { fail, hang } = tally(result);

  return ours.includes(systems[place]!) && fail + hang > 0;
});
if (isBroken) process.exitCode = 1;
