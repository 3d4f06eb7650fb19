import type { Arrival } from '../../../server/arrival';
import type { Invariant, Report } from '../../../server/invariants';
import { Verdict } from '../../../server/verdict';
import { plainFetch, wasUsed } from './network';
import { BACKEND, SECURE_BACKEND } from './origins';

const verdict = new Verdict();
let home = [BACKEND, SECURE_BACKEND];

/** This test makes the client do what no client may. It fails if that does not happen. */
export function expectViolation(invariant: Invariant): void {
  verdict.expectViolation(invariant);
}

/** In this test tokens may reach this origin too. */
export function allowTokensAt(origin: string): void {
  home.push(origin);
}

/** What has reached the server in this test, in order, without preflights and what the harness asks. */
export async function arrivals(): Promise<Arrival[]> {
  const all: Arrival[] = await (await plainFetch(`${BACKEND}/lab/arrivals`)).json();

  return all.filter(({ method, url }) => method !== 'OPTIONS' && !url.startsWith('/lab/'));
}

// An earlier page may have sent something after its last test.
beforeAll(async () => {
  await askServer();
});

// A hint that an earlier test has left would begin a session, and refresh it with a cookie that is used up.
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

afterEach(async () => {
  const reports = wasUsed() ? await askServer() : [];
  home = [BACKEND, SECURE_BACKEND];
  for (const problem of verdict.over(reports)) fail(problem);
});

/** What the server has seen since it was asked last. */
async function askServer(): Promise<Report[]> {
  const answer = await plainFetch(`${BACKEND}/lab/violations`, {
    method: 'POST',
    body: JSON.stringify({ home: home.map((origin) => new URL(origin).host) }),
    headers: { 'content-type': 'application/json' },
  });

  return answer.json();
}
