import type { Arrival } from '../../server/arrival.ts';
import type { Errand, Outcome, Trace } from '../page/errand.ts';
import { Hang, Unkept } from './unkept.ts';

/** So many requests that the server and the judge can tell apart. */
export function notes(count: number, name = 'note'): Errand[] {
  return Array.from({ length: count }, (_, n) => ({ url: `/notes?n=${name}-${n}` }));
}

export function writes(count: number): Errand[] {
  return notes(count).map(({ url }) => ({ method: 'POST', url, body: 'json' }));
}

/** All have been answered. */
export function answered(outcomes: readonly Outcome[]): readonly Outcome[] {
  return all(outcomes, ({ state }) => state === 'answered', 'answered');
}

/** All have failed: nobody is left waiting, and nobody was answered. */
export function failed(outcomes: readonly Outcome[]): readonly Outcome[] {
  return all(outcomes, ({ state }) => state === 'failed', 'rejected');
}

/** None waits any more. */
export function settled(outcomes: readonly Outcome[]): readonly Outcome[] {
  return all(outcomes, ({ state }) => state !== 'pending', 'settled');
}

function all(outcomes: readonly Outcome[], is: (outcome: Outcome) => boolean, what: string): readonly Outcome[] {
  const others = outcomes.filter((outcome) => !is(outcome));
  if (others.length === 0) return outcomes;

  const hangs = others.some(({ state }) => state === 'pending');
  throw new (hangs ? Hang : Unkept)(`${others.length} of ${outcomes.length} not ${what}: ${census(others)}`);
}

/** What became of them, each kind with its number. */
export function census(outcomes: readonly Outcome[]): string {
  const counts = new Map<string, number>();
  for (const { state, error } of outcomes) {
    const what = state === 'pending' ? 'no outcome' : state === 'failed' ? (error ?? 'an error') : state;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }

  return [...counts].map(([what, count]) => (outcomes.length === 1 ? what : `${count} × ${what}`)).join(', ');
}

export function are<T extends number | string | boolean>(what: string, seen: T | undefined, expected: T): void {
  if (seen !== expected) throw new Unkept(`${what}: ${seen}, not ${expected}`);
}

export function atMost(what: string, seen: number, most: number): void {
  if (seen > most) throw new Unkept(`${what}: ${seen}, not at most ${most}`);
}

/** All are errors of one kind. */
export function alike(outcomes: readonly Outcome[]): void {
  const kinds = new Set(outcomes.map(({ error }) => error));
  if (kinds.size > 1) throw new Unkept(`errors of different kinds: ${census(outcomes)}`);
}

/** In every error such a status can be found. */
export function tells(outcomes: readonly Outcome[], what: string, is: (trace: Trace, own: string) => boolean): void {
  const silent = outcomes.filter(({ traces = [], url }) => !traces.some((trace) => is(trace, url)));
  if (silent.length > 0) {
    throw new Unkept(`${silent.length} of ${outcomes.length} errors without ${what}: ${census(silent)}`);
  }
}

/** The same bytes have arrived every time. */
export function sameBytes(arrivals: readonly Arrival[]): void {
  are('arrivals with a whole body', arrivals.filter(({ body }) => body !== '').length, arrivals.length);
  if (arrivals.length < 2) throw new Unkept('it was not sent again');
  if (new Set(arrivals.map(({ body }) => body)).size > 1) throw new Unkept('other bytes the second time');
}
