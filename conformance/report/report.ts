import { format, resolveConfig } from 'prettier';
import type { Result } from '../play-all.ts';
import type { Group, Scenario } from '../scenarios/scenario.ts';
import { NOT_BETTER, HOW } from './words.ts';
import { OURS } from '../systems/systems.ts';
import { OUTCOMES, tally } from './summary.ts';
import { versionOf } from './versions.ts';

const CELLS = { pass: '✓', fail: '✗', hang: '∞', 'n/a': '–' } as const;

/** The page about the peers, from one run. */
export async function report(groups: readonly Group[], results: readonly Result[]): Promise<string> {
  const page = [
    HOW(groups.flatMap(({ scenarios }) => scenarios).length),
    systems(results),
    '## The table\n',
    table(groups, results),
    NOT_BETTER,
    ...results.map((result, place) => seen(result, place, numbered(groups))),
    '## By what it is judged\n',
    ...judgements(groups),
  ].join('\n\n');
  const config = await resolveConfig(import.meta.filename);

  return format(page, { ...config, parser: 'markdown' });
}

/** The systems by number, with their versions and how often they came to what. */
function systems(results: readonly Result[]): string {
  const rows = results.map((result, place) => {
    const { name, about, packages } = result.facts;
    const versions = packages.map((one) => `${one} ${versionOf(one)}`).join(', ');
    const counts = tally(result);

    return `| ${place + 1} | ${name} | ${about} | ${versions} | ${OUTCOMES.map((outcome) => counts[outcome]).join(' | ')} |`;
  });

  return ['| | system | what it is | versions | ✓ | ✗ | ∞ | – |', '| - | - | - | - | - | - | - | - |', ...rows].join(
    '\n',
  );
}

/** Scenario by system. What everybody passes is marked. */
function table(groups: readonly Group[], results: readonly Result[]): string {
  const numbers = numbered(groups);
  const row = (scenario: Scenario) => {
    const outcomes = results.map(({ verdicts }) => verdicts.get(scenario)!.outcome);
    const all =
      outcomes.every((outcome) => outcome === 'pass' || outcome === 'n/a') &&
      outcomes.slice(OURS.length).includes('pass'); // not where nobody else has such a thing

    return `| ${numbers.get(scenario)}\\. ${scenario.promise}${all ? ' **=**' : ''} | ${outcomes.map((outcome) => CELLS[outcome]).join(' | ')} |`;
  };
  const heading = `| | ${results.map((_, place) => place + 1).join(' | ')} |`;
  const line = `| - | ${results.map(() => ':-:').join(' | ')} |`;
  const rows = groups.flatMap(({ title, scenarios }) => [
    `| **${title}** | ${results.map(() => '').join(' | ')} |`,
    ...scenarios.map(row),
  ]);

  return [heading, line, ...rows].join('\n');
}

/** What was seen where a system did not keep a promise, and why some do not apply. */
function seen({ facts, verdicts }: Result, place: number, numbers: ReadonlyMap<Scenario, number>): string {
  const lines = (outcomes: readonly string[]) =>
    [...verdicts]
      .filter(([, { outcome }]) => outcomes.includes(outcome))
      .map(([scenario, { outcome, reason }]) => `- ${CELLS[outcome]} **${numbers.get(scenario)}**: \`${reason}\``);
  const reasons = new Set(
    [...verdicts.values()].filter(({ outcome }) => outcome === 'n/a').map(({ reason }) => reason),
  );
  const failures = lines(['fail', 'hang']);

  return [
    `### ${place + 1}. ${facts.name}`,
    failures.length > 0 ? failures.join('\n') : 'Every promise is kept.',
    reasons.size > 0 ? `Not offered: ${[...reasons].join('; ')}.` : '',
  ].join('\n\n');
}

/** Every scenario by its number. */
function numbered(groups: readonly Group[]): ReadonlyMap<Scenario, number> {
  return new Map(groups.flatMap(({ scenarios }) => scenarios).map((scenario, place) => [scenario, place + 1]));
}

function judgements(groups: readonly Group[]): string[] {
  const rows = [...numbered(groups)].map(([{ judgedBy }, number]) => `- **${number}**: ${judgedBy}.`);

  return ['What “the same” means stands in the line before.', rows.join('\n')];
}
