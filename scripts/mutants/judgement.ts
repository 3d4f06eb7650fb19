import { relative } from 'node:path';
import { ACCEPTED, AcceptedSurvivors } from './accepted-survivors.ts';
import { type Mutant, type Report, survived } from './report.ts';
import { type Survivor, survivorOf } from './survivor.ts';

const LEAST_SCORE = 90;

/** Prints the survivors and the score. Whether both are good enough. */
export function judgement({ files }: Report, accepted: AcceptedSurvivors): boolean {
  const survivors: Survivor[] = [];
  let unexplained = 0;
  for (const [file, { source, mutants }] of Object.entries(files)) {
    for (const mutant of mutants.filter(survived)) {
      const survivor = survivorOf(file, source, mutant);
      const reason = accepted.reasonFor(survivor);
      survivors.push(survivor);
      if (!reason) unexplained++;
      print(survivor, mutant, reason);
    }
  }
  const names = Object.keys(files).map((file) => relative('projects/ngx-axios', file));
  for (const { file, original, replacement } of accepted.outdated(names, survivors))
    console.log(`\n${ACCEPTED} has a reason for what does not survive: ${file}\n  - ${original}\n  + ${replacement}`);

  console.log('');
  for (const [file, { mutants }] of Object.entries(files))
    if (mutants.length) console.log(`${share(mutants)}  ${file}`);
  const all = Object.values(files).flatMap(({ mutants }) => mutants);
  console.log(`${share(all)}  ${countsOf(all)}, ${unexplained} without a reason`);

  return score(all) >= LEAST_SCORE && unexplained === 0;
}

function print(survivor: Survivor, { location: { start }, status }: Mutant, reason: string | undefined): void {
  const noSpec = status === 'NoCoverage' ? ', which no spec runs through' : '';
  console.log(`\n${survivor.file}:${start.line}:${start.column} ${survivor.mutator}${noSpec}`);
  console.log(`  - ${survivor.original}\n  + ${survivor.replacement}\n  ${reason ?? 'no reason given'}`);
}

function score(mutants: Mutant[]): number {
  return (100 * mutants.filter((mutant) => !survived(mutant)).length) / mutants.length;
}

function share(mutants: Mutant[]): string {
  return `${score(mutants).toFixed(1).padStart(5)} %`;
}

function countsOf(mutants: Mutant[]): string {
  const counts = Map.groupBy(mutants, ({ status }) => status);

  return `${mutants.length} mutants: ${[...counts].map(([status, { length }]) => `${length} ${status}`).join(', ')}`;
}
