import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { ALLOWED_ORIGINS, PAGE, URL_CORPUS } from './urls/corpus.ts';
import { type Judgement, judge, leaks, type Sending } from './urls/judge.ts';
import { UrlFuzzer } from './urls/url-fuzzer.ts';
import { bundlePage } from './world/bundle.ts';
import type { Errand, Settings, WrongVerdict } from './world/page/errand.ts';
import { Visit } from './world/visit.ts';
import { World } from './world/world.ts';

const COUNT = Number(process.env['FUZZ_URLS'] ?? 2_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));

describe('Where the token goes', () => {
  const token = `canary-${randomUUID()}`;
  const visits = new Map<string, Promise<Visit>>();
  let world: World;
  let browser: Browser;
  let script: string;

  before(async () => {
    world = await World.open();
    [browser, script] = await Promise.all([openBrowser(world.flags), bundlePage()]);
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });

  /** The page of that origin, signed in anew. */
  const signedIn = async (origin: string, settings: Partial<Settings> = {}): Promise<Visit> => {
    if (!visits.has(origin)) visits.set(origin, Visit.begin(browser, world, origin, script));
    const visit = await visits.get(origin)!;
    await visit.signIn({ origins: ALLOWED_ORIGINS, accessToken: token, ...settings });
    world.take();

    return visit;
  };

  /** Sends, each request marked, so that what arrives can be told apart whatever its URL has become. */
  const send = async (visit: Visit, errands: readonly Errand[], base: string | undefined): Promise<Sending[]> => {
    const marked = errands.map((errand, index) => ({ ...errand, headers: { 'X-Case': String(index) } }));
    const outcomes = await visit.send(marked, base);
    const requests = Map.groupBy(world.take(), ({ headers }) => headers['x-case']);
    const unmarked = requests.get(undefined) ?? []; // preflights
    assert.ok(!unmarked.some((arrival) => leaks(arrival, token, ALLOWED_ORIGINS)));

    return errands.map((errand, index) => ({
      errand,
      outcome: outcomes[index]!,
      arrivals: requests.get(String(index)) ?? [],
    }));
  };

  /** Answers what came of how many requests, and those that may not be. */
  const fuzz = async (
    seed: number,
    { count, batch }: { count: number; batch: number },
    wrongVerdict?: WrongVerdict,
  ) => {
    const fuzzer = new UrlFuzzer(seed);
    const counts: Partial<Record<Judgement, number>> = {};
    const faults: string[] = [];
    for (let sent = 0; sent < count; sent += batch) {
      const { page, base, errands } = fuzzer.batch(batch);
      for (const sending of await send(await signedIn(page, { wrongVerdict }), errands, base)) {
        const judgement = judge(sending, token, ALLOWED_ORIGINS);
        counts[judgement] = (counts[judgement] ?? 0) + 1;
        if (['leak', 'miss', 'lost', 'stuck'].includes(judgement)) {
          const to = sending.arrivals.map(({ origin }) => origin);
          faults.push(`${judgement}: ${JSON.stringify({ ...sending.errand, page, base, to, ...sending.outcome })}`);
        }
      }
    }

    return { counts, faults };
  };

  for (const adapter of ['xhr', 'fetch'] as const) {
    it(`U1, U2, U3, U4, U5, U6: Chromium connects where the corpus says, and the token goes along where it may (${adapter})`, async () => {
      const visit = await signedIn('http://app.example.com');
      for (const [base, cases] of Map.groupBy(URL_CORPUS, ({ base = PAGE }) => base)) {
        const errands = cases.map(({ url, baseURL, allowAbsoluteUrls, params }) => {
          return { url, baseURL, allowAbsoluteUrls, params, adapter };
        });
        const sendings = await send(visit, errands, base);
        for (const [index, { url, to, carriesToken, why }] of cases.entries()) {
          const { outcome, arrivals } = sendings[index]!;
          const goesNowhere = to === null || (adapter === 'fetch' && base.includes('@')); // fetch refuses credentials in URLs
          assert.deepEqual(
            {
              to: arrivals.map(({ origin }) => origin),
              token: arrivals.some(({ headers }) => headers.authorization === `Bearer ${token}`),
              attached: outcome.attached,
            },
            { to: goesNowhere ? [] : [to], token: carriesToken, attached: carriesToken },
            `${JSON.stringify(url)}: ${why}`,
          );
        }
      }
    });
  }

  it(`U3: of ${COUNT} made-up URLs, seed ${SEED}, the token goes to allowed origins, and to no other`, async (test) => {
    const { counts, faults } = await fuzz(SEED, { count: COUNT, batch: 100 });
    test.diagnostic(JSON.stringify(counts));

    assert.deepEqual(faults, []);
    assert.deepEqual(world.broken, []);
    for (const judgement of ['carried', 'withheld', 'nowhere'] as const) {
      assert.ok((counts[judgement] ?? 0) > COUNT / 20, `hardly any came to: ${judgement}`);
    }
  });

  it('U11: no token is ever in a URL, a Referer, or another place than its header and the body of the refresh', async () => {
    const [first, second] = [`canary-refresh-${randomUUID()}`, `canary-refresh-${randomUUID()}`];
    const fresh = `canary-fresh-${randomUUID()}`;
    const refreshURL = 'https://api.example.com/refresh';
    const visit = await signedIn('http://app.example.com', { refreshToken: first, refreshURL });
    const { reply } = world;
    world.reply = ({ path, headers }) => {
      if (path === '/refresh') return { body: JSON.stringify({ accessToken: fresh, refreshToken: second }) };

      return headers.authorization === `Bearer ${token}` ? { status: 401 } : undefined;
    };
    for (const adapter of ['xhr', 'fetch'] as const) {
      await visit.send([
        { url: 'https://api.example.com/notes', params: { page: 1 }, adapter },
        { url: 'https://api.example.com/notes', method: 'post', data: { note: 'x' }, adapter },
        { url: 'https://evil.example/', adapter },
        { url: '/', adapter },
      ]);
    }
    assert.equal(await visit.refresh(), undefined);
    world.reply = reply;

    const arrivals = world.take();
    const refreshes = arrivals.filter(({ origin, path, method }) => method === 'POST' && origin + path === refreshURL);
    const others = arrivals.filter((arrival) => !refreshes.includes(arrival));
    const bodies = refreshes.map(({ body }) => body);
    assert.deepEqual(bodies, [JSON.stringify({ refreshToken: first }), JSON.stringify({ refreshToken: second })]);
    assert.ok(others.some(({ headers }) => headers.authorization === `Bearer ${fresh}`));
    assert.ok(others.every(({ headers }) => headers.referer));
    for (const access of [token, fresh]) {
      assert.deepEqual(
        arrivals.filter((arrival) => leaks(arrival, access, ALLOWED_ORIGINS)),
        [],
      );
    }
    const elsewhere = JSON.stringify([others, refreshes.map((refresh) => ({ ...refresh, body: '' }))]);
    const addresses = await visit.addresses();
    assert.match(addresses, /api\.example\.com/);
    for (const refreshToken of [first, second]) assert.ok(!elsewhere.includes(refreshToken));
    for (const secret of [token, fresh, first, second]) assert.ok(!addresses.includes(secret));
  });

  describe('The fuzz bites', () => {
    for (const [wrongVerdict, fault] of [
      ['starts with', 'leak'],
      ['host only', 'leak'],
      ['suffix', 'leak'],
      ['absolute URLs only', 'leak'],
      ['ignores <base>', 'leak'],
      ['never', 'miss'],
    ] as const) {
      it(`finds a ${fault} where the verdict is wrong: ${wrongVerdict}`, async (test) => {
        const { counts } = await fuzz(1, { count: 200, batch: 40 }, wrongVerdict);
        test.diagnostic(JSON.stringify(counts));
        assert.ok((counts[fault] ?? 0) > 0);
      });
    }
  });
});
