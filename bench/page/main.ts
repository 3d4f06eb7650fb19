/** What runs in the browser. Every function measures one contender once; the order is for who calls. */
import type { Contender, Tokens } from './contenders/contender.ts';
import { CONTENDERS, type Name } from './contenders/contenders.ts';
import { networkOf } from './instant-network.ts';

const BATCHES = 100;
const BATCH = 100;
/** Long enough for a token that is said to live for no time to have run out. */
const A_MOMENT = 30;

/** A token that axios-jwt can read. */
const jwt = (name: string) =>
  `${btoa('{}')}.${btoa(JSON.stringify({ exp: 4e9, sub: name }))}.signature`.replaceAll('=', '');
const TOKENS: Tokens = { accessToken: jwt('fresh'), refreshToken: jwt('refresh'), expiresIn: 3600 };

const open = new Map<Name, Contender>();

/** Microseconds that a request takes which is answered at once. */
async function cost(name: Name): Promise<number> {
  const contender =
    open.get(name) ??
    (await CONTENDERS[name](
      networkOf(async () => 200, TOKENS),
      TOKENS,
    ));
  open.set(name, contender);
  const since = performance.now();
  for (let batch = 0; batch < BATCHES; batch++) {
    await Promise.all(Array.from({ length: BATCH }, (_, n) => contender.get(`/notes/${n}`)));
  }

  return ((performance.now() - since) * 1000) / (BATCHES * BATCH);
}

/** Milliseconds until requests with an expired token are answered, all begun at once. */
async function storm(name: Name, id: string, count: number, isKnown: boolean): Promise<number> {
  const tokens = { accessToken: 'expired', refreshToken: 'refresh', ...(isKnown ? { expiresIn: 0.001 } : {}) };
  const contender = await CONTENDERS[name]({ baseURL: `/${id}` }, tokens);
  await new Promise((resolve) => setTimeout(resolve, A_MOMENT));
  const since = performance.now();
  await Promise.all(Array.from({ length: count }, (_, n) => contender.get(`/notes/${n}`)));

  return performance.now() - since;
}

let release: () => void;
let answered: Promise<unknown>;

/** Lets requests wait: where there is a session for its refresh, where there is none for the network. */
async function gather(name: Name, count: number, hasSession: boolean): Promise<void> {
  let arrived = 0;
  const { promise: released, resolve } = Promise.withResolvers<200>();
  const { promise: allArrived, resolve: allHaveArrived } = Promise.withResolvers<void>();
  const network = networkOf(async (authorization, url) => {
    if (url.includes('/auth/refresh')) return released;
    if (authorization === `Bearer ${TOKENS.accessToken}`) return 200;
    if (++arrived === count) allHaveArrived();

    return hasSession ? 401 : released;
  }, TOKENS);
  release = () => resolve(200);
  const contender = await CONTENDERS[name](network, { ...TOKENS, accessToken: 'stale' });
  answered = Promise.all(Array.from({ length: count }, (_, n) => contender.get(`/notes/${n}`)));
  await allArrived;
  await new Promise((resolve) => setTimeout(resolve, A_MOMENT));
}

/** Milliseconds from the answer that all have waited for until the last one has its own. */
async function letGo(): Promise<number> {
  const since = performance.now();
  release();
  await answered;
  answered = Promise.resolve();

  return performance.now() - since;
}

/** When a request was left, and when it was settled: `performance.timeOrigin + performance.now()`. */
async function leave(name: Name, id: string): Promise<{ left: number; settled: number }> {
  const now = () => performance.timeOrigin + performance.now();
  const contender = await CONTENDERS[name]({ baseURL: `/${id}` }, TOKENS);
  const { settled, cancel } = contender.start!('/never');
  await new Promise((resolve) => setTimeout(resolve, A_MOMENT));
  const left = now();
  cancel();
  await settled;

  return { left, settled: now() };
}

Object.assign(globalThis, { bench: { cost, storm, gather, letGo, leave } });
