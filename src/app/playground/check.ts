import { Findings, refreshesPerExpiry } from './findings';

/** One thing that is promised, and what came of it. */
export interface Check {
  readonly what: string;
  readonly wanted: string;
  readonly seen: string;
  readonly holds: boolean;
}

export function exactly(what: string, wanted: number | string, seen: number | string): Check {
  return { what, wanted: String(wanted), seen: String(seen), holds: wanted === seen };
}

export function atMost(what: string, wanted: number, seen: number): Check {
  return { what, wanted: wanted === 0 ? '0' : `at most ${wanted}`, seen: String(seen), holds: seen <= wanted };
}

/** No request is lost, and nobody has to sign in again. */
export function allAnswered({ page, signedIn, ends }: Findings): Check[] {
  return [
    exactly('Answered', page.asked, page.answered),
    exactly('Session at the end', 'signed in', signedIn && ends.length === 0 ? 'signed in' : 'ended'),
  ];
}

/** The server has granted one refresh, or one for each page that keeps the token to itself. */
export function oneRefresh(findings: Findings): Check[] {
  const { server } = findings;

  return [
    exactly('Refreshes granted by the server', refreshesPerExpiry(findings), server.refreshes),
    exactly('Refresh tokens used twice', 0, server.reuse),
  ];
}

/** The session has ended, once and for this reason, every request says so, and none was sent again. */
export function endedOnce(reason: string, { page, tabs, failures, server, ends }: Findings): Check[] {
  return [
    exactly('Failed with SessionEndedError', page.asked, failures.get('SessionEndedError') ?? 0),
    exactly('The session has ended', reason, ends.join(', ') || 'not at all'),
    tabs === 1
      ? exactly('Requests at the server', page.asked, server.requests)
      : atMost('Requests at the server', page.asked, server.requests),
    atMost('Calls of the refresh route', tabs, server.refreshCalls),
  ];
}
