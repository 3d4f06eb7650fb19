import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { bundlePage } from './world/bundle.ts';
import type { Settings } from './world/page/errand.ts';
import { Visit } from './world/visit.ts';
import { type Arrival, type Reply, World } from './world/world.ts';

/** The page's own origin, which is in the list, and another one that is. */
const API = 'https://api.example.com';
const ALSO_ALLOWED = 'https://files.example.com';
const EVIL = 'https://evil.example';
const ADAPTERS = ['xhr', 'fetch'] as const;

/** A path that redirects to a URL with that status. */
const hop = (status: number, to: string) => `/hop?${new URLSearchParams({ status: String(status), to })}`;

/** Plays the servers: `/hop` redirects, everything else answers. */
function redirecting({ origin, path }: Arrival): Reply | undefined {
  const { pathname, searchParams } = new URL(path, origin);

  return pathname === '/hop'
    ? { status: Number(searchParams.get('status')), headers: { Location: searchParams.get('to')! } }
    : undefined;
}

describe('A redirect', () => {
  const accessToken = `canary-access-${randomUUID()}`;
  const refreshToken = `canary-refresh-${randomUUID()}`;
  let world: World;
  let browser: Browser;
  let visit: Visit;

  before(async () => {
    world = await World.open();
    browser = await openBrowser(world.flags);
    visit = await Visit.begin(browser, world, API, await bundlePage());
    world.reply = redirecting;
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });
  beforeEach(() => void world.take());

  const signIn = (settings: Partial<Settings>) =>
    visit.signIn({ origins: [API, ALSO_ALLOWED], accessToken, refreshToken, ...settings });
  /** Where something arrived that has this in it, anywhere; preflights have no more than names. */
  const bearers = (arrivals: readonly Arrival[], secret: string) =>
    arrivals.filter((arrival) => JSON.stringify(arrival).includes(secret)).map(({ origin, path }) => origin + path);

  for (const adapter of ADAPTERS) {
    for (const status of [301, 302, 303, 307, 308]) {
      it(`U7: ${status} to another origin takes no token along in Authorization (${adapter})`, async () => {
        await signIn({ adapter });
        const url = hop(status, `${EVIL}/x`);
        const [outcome] = await visit.send([{ method: 'post', url, data: { note: 'x' } }]);
        const arrivals = world.take();

        assert.equal(outcome!.failure, undefined);
        assert.ok(arrivals.some(({ origin, method }) => origin === EVIL && method !== 'OPTIONS'));
        assert.deepEqual(bearers(arrivals, accessToken), [API + url]);
      });

      it(`U7: ${status} to another origin is not followed with a token in a header of another name (${adapter})`, async () => {
        await signIn({ adapter, header: 'X-Api-Token' });
        const url = hop(status, `${EVIL}/x`);
        const [outcome] = await visit.send([{ method: 'post', url, data: { note: 'x' } }]);
        const arrivals = world.take();

        assert.equal(outcome!.failure, 'ERR_NETWORK');
        assert.deepEqual(bearers(arrivals, accessToken), [API + url]);
        assert.deepEqual([...new Set(arrivals.map(({ origin }) => origin))], [API]);
      });

      for (const [where, target] of [
        ['another origin', EVIL],
        ['another allowed origin', ALSO_ALLOWED],
        ['its own origin', API],
      ] as const) {
        it(`E17: ${status} to ${where} is not followed with the refresh token (${adapter})`, async () => {
          const refreshURL = API + hop(status, `${target}/collect`);
          await signIn({ adapter, refreshURL });

          assert.equal(await visit.refresh(), 'RefreshUnavailableError');
          const arrivals = world.take();
          assert.deepEqual(
            arrivals.map(({ origin, method, path }) => `${method} ${origin}${path}`),
            [`POST ${refreshURL}`],
          );
          assert.deepEqual(bearers(arrivals, refreshToken), [refreshURL]);

          await visit.send([{ url: '/still-signed-in' }]);
          assert.deepEqual(bearers(world.take(), accessToken), [`${API}/still-signed-in`]);
        });
      }
    }

    for (const status of [302, 307]) {
      it(`U8: three times ${status}, at last out of the allowed origins, takes no token along (${adapter})`, async () => {
        const out = hop(status, `${EVIL}/x`);
        const across = hop(status, ALSO_ALLOWED + out);
        const url = hop(status, API + across);
        await signIn({ adapter });
        const [outcome] = await visit.send([{ url, headers: { 'X-Marked': '1' } }]);
        const arrivals = world.take().filter(({ method }) => method !== 'OPTIONS');

        assert.equal(outcome!.failure, undefined);
        assert.deepEqual(
          arrivals.map(({ origin, path }) => origin + path),
          [API + url, API + across, ALSO_ALLOWED + out, `${EVIL}/x`],
        );
        assert.deepEqual(bearers(arrivals, accessToken), [API + url, API + across]);

        await signIn({ adapter, header: 'X-Api-Token' });
        assert.equal((await visit.send([{ url }]))[0]!.failure, 'ERR_NETWORK');
        assert.deepEqual(bearers(world.take(), accessToken), [API + url]);
      });
    }
  }

  it('would take both tokens along where the application says `follow`: the recorder sees it', async () => {
    await signIn({
      adapter: 'xhr',
      header: 'X-Api-Token',
      redirects: 'follow',
      refreshURL: hop(307, `${EVIL}/collect`),
    });
    await visit.send([{ url: hop(307, `${EVIL}/x`) }]);
    await visit.refresh();
    const arrivals = world.take();

    assert.ok(bearers(arrivals, accessToken).includes(`${EVIL}/x`));
    assert.ok(bearers(arrivals, refreshToken).includes(`${EVIL}/collect`));
  });
});
