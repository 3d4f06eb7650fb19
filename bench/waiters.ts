/** How long a crowd takes from the answer to the refresh until the last one is answered: `npm run bench:waiters`. */
import { parseArgs } from 'node:util';
import { loadLibrary } from '../model/library.ts';
import { gather } from './crowd.ts';

const CROWDS = [100, 1_000, 10_000, 20_000];
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const library = await loadLibrary();
const times = new Map<number, number[]>(CROWDS.map((count) => [count, []]));

await gather(library, 1_000); // warms up
for (let round = 0; round < Number(values.rounds); round++) {
  for (const count of CROWDS) {
    const { milliseconds, destroy } = await gather(library, count);
    times.get(count)!.push(milliseconds);
    destroy();
  }
}
const median = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;
const microseconds = (count: number) => (median(times.get(count)!) / count) * 1000;
for (const count of CROWDS) {
  const ratio = microseconds(count) / microseconds(1_000);
  console.log(
    `${String(count).padStart(6)} waiters: ${microseconds(count).toFixed(1)} µs each, ${ratio.toFixed(2)} of 1,000's`,
  );
}
