import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { ServerOptions } from '../../server/server.ts';
import { Household, type Showing, Tab } from './household.ts';
import type { Seen, Settings } from './page/settings.ts';
import { until } from './until.ts';

/** How long tabs that share a session are left alone, and under which conditions. */
export interface Soak {
  readonly tabs: number;
  /** Of an access token, in seconds. */
  readonly lifetime: number;
  readonly seconds: number;
  readonly settings: Settings;
  readonly server?: ServerOptions;
}

/** What was seen. */
export interface Figures {
  readonly requests: number;
  readonly refreshes: number;
  /** Access tokens that had run out, or had been revoked, when they were replaced. */
  readonly ranOut: number;
  /** Refresh tokens that were presented again: the server took it for theft. */
  readonly reuse: number;
  /** Tabs whose session ended. */
  readonly lost: number;
  /** Second sends that arrived after their own access token had run out. */
  readonly lateReplays: number;
  /** Requests that failed in another way, by name or status. */
  readonly failures: Record<string, number>;
}

const BEAT = 200;

/** How long what was sent may take to come back from a busy machine, in seconds. */
const LONGEST_JAM = 60;

/** A page of a browser, whatever drives it. */
export interface OpenPage extends Showing {
  goto(url: string): Promise<unknown>;
}

/** Opens the tabs, lets each send a request every 200 ms, and counts at the server and in the tabs. */
export async function soak(
  openPage: () => Promise<OpenPage>,
  { tabs: count, lifetime, seconds, settings, server }: Soak,
): Promise<Figures> {
  let lateReplays = 0;
  const household = await Household.open({ accessLifetime: lifetime, opaque: true, ...server }, (app) =>
    countLateReplays(app, () => lateReplays++),
  );
  const open = async (): Promise<Tab<OpenPage>> => {
    const page = await openPage();
    await page.goto(household.origin);

    return Tab.in(page, settings);
  };
  try {
    const tabs = [await open()];
    const session = await tabs[0]!.signIn('ada');
    while (tabs.length < count) tabs.push(await open());
    await wait(500);
    for (const tab of tabs) await tab.beat(BEAT);
    await wait(seconds * 1000);
    for (const tab of tabs) await tab.rest();
    const all = () => Promise.all(tabs.map((tab) => tab.seen()));
    await until(async () => (await all()).every(isSettled), LONGEST_JAM);
    const seen = await all();
    const { refreshes, ranOut, reuse } = await household.counts(session);
    const failures: Record<string, number> = {};
    for (const { failures: of } of seen)
      for (const [what, times] of Object.entries(of)) failures[what] = (failures[what] ?? 0) + times;
    failures['401'] = (failures['401'] ?? 0) - lateReplays;
    if (failures['401'] === 0) delete failures['401'];

    return {
      requests: seen.reduce((sum, { sent }) => sum + sent, 0),
      refreshes,
      ranOut,
      reuse,
      lost: seen.filter(({ phase }) => phase !== 'signed-in').length,
      lateReplays,
      failures,
    };
  } finally {
    await household.close();
  }
}

/** Whether nothing that a tab has sent is still on its way. */
function isSettled({ sent, answered, failures }: Seen): boolean {
  return sent === Object.values(failures).reduce((sum, times) => sum + times, answered);
}

/** Sees requests that arrive for the second time, with a token that has run out. */
function countLateReplays(app: FastifyInstance, count: () => void): void {
  const arrived = new Set<string>();
  app.addHook('onResponse', async ({ headers, method }, { statusCode }) => {
    const id = headers['x-request'];
    if (typeof id !== 'string' || method === 'OPTIONS') return;
    if (arrived.has(id) && statusCode === 401 && hasRunOut(headers.authorization)) count();
    arrived.add(id);
  });
}

function hasRunOut(authorization = ''): boolean {
  const [, payload = ''] = Buffer.from(authorization.replace('Bearer ', ''), 'base64url').toString().split('.');
  const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}') as { exp?: number };

  return exp !== undefined && exp * 1000 <= Date.now();
}
