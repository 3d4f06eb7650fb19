import { Check } from './check';
import { Fault } from './fault';
import { Findings } from './findings';
import { ServerCounts } from './lab';
import { LogLine } from './log-line';

/** What came of a run, in words and beside what was promised. */
export interface Outcome {
  readonly verdict: string;
  readonly checks: readonly Check[];
  readonly isAsPromised: boolean;
  readonly server: ServerCounts;
  readonly log: readonly LogLine[];
}

export function outcomeOf(fault: Fault, findings: Findings, log: readonly LogLine[]): Outcome {
  const checks = fault.checks(findings);
  const isAsPromised = checks.every(({ holds }) => holds);
  const verdict = `${answers(findings)} ${refreshes(findings)}${judgement(findings, isAsPromised)}`;

  return { verdict, checks, isAsPromised, server: findings.server, log };
}

function answers({ page, tabs, failures }: Findings): string {
  const where = tabs > 1 ? ` in ${tabs} tabs` : '';
  const why = [...failures].map(([name, count]) => `${count} failed with ${name}`).join(', ');

  return `${page.answered} of ${page.asked} answered${where}${why && `, ${why}`}.`;
}

/** Where all went well nothing needs to be said. */
function judgement({ page }: Findings, isAsPromised: boolean): string {
  if (!isAsPromised) return ' Not as documented.';

  return page.answered === page.asked ? '' : ' As documented.';
}

function refreshes({ page, server, tabs }: Findings): string {
  const here = tabs > 1 ? 'in the pages' : 'in this page';
  const [name, count] =
    server.refreshes === server.refreshCalls ? ['refresh', server.refreshes] : ['try to refresh', server.refreshCalls];
  const granted = server.refreshes === server.refreshCalls ? '' : `; ${server.refreshes} granted`;
  if (page.refreshes !== count) return `${page.refreshes} ${here}, ${many(count, name)} in the server's log${granted}.`;

  return `${many(count, name)}, ${here} and in the server's log${granted}.`;
}

function many(count: number, name: string): string {
  const plural = name.startsWith('try') ? name.replace('try', 'tries') : `${name}es`;

  return `${count} ${count === 1 ? name : plural}`;
}
