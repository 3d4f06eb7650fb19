import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { ask, signIn } from './oidc/code-flow.ts';
import { CLIENT_ID, OTHER_CLIENT_ID, type Reply } from './oidc/identity-provider.ts';
import type { Owner, TokenAnswer } from './oidc/page/settings.ts';
import { Site } from './oidc/site.ts';
import { Visit } from './oidc/visit.ts';
import { until } from './tabs/until.ts';

const UNAVAILABLE = 'RefreshUnavailableError, with its own 401';
const SOMEBODY_ELSE = 'SessionEndedError (identity-changed), with its own 401';
const ENDED = 'SessionEndedError (refused), with its own 401';
const SIGNED_OUT = 'SessionEndedError (signed-out), with its own 401';
/** Long enough for requests that come meanwhile. */
const OUTAGE: Reply = { status: 503, headers: { 'Retry-After': '3' }, body: '' };
const CLIENTS = { axios: 'AxiosClient', http: 'HttpClient' } as const;

describe('A session at an OpenID provider', () => {
  let browser: Browser;
  let site: Site;
  let answer: TokenAnswer;

  before(async () => {
    browser = await openBrowser();
    site = await Site.open({ script: 'main.ts' });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
  beforeEach(async () => {
    answer = await signIn(site.provider.issuer, site.origin);
    site.forget();
  });
  afterEach(() => (site.provider.reply = undefined));

  it('the provider counts a refresh token that comes twice, and takes everything back', async () => {
    const { issuer } = site.provider;
    const refresh = { grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token: answer.refresh_token };
    const { access_token } = (await (await ask(issuer, refresh)).json()) as TokenAnswer;
    assert.equal(await site.provider.isAlive(access_token), true);
    assert.equal((await ask(issuer, refresh)).status, 400);

    assert.deepEqual(site.provider.counts, { calls: 2, refreshes: 1, refused: { invalid_grant: 1 }, reuse: 1 });
    assert.equal(await site.provider.isAlive(access_token), false);
  });

  for (const client of ['axios', 'http'] as const) {
    describe(`over ${CLIENTS[client]}`, () => {
      let visit: Visit;

      const begin = async (clientId = CLIENT_ID) =>
        (visit = await Visit.begin(browser, site, { client, issuer: site.provider.issuer, clientId, answer }));
      afterEach(() => visit.end());

      it('R1: answers 50 requests with an expired access token after 1 refresh, time and again, without reuse', async () => {
        await begin();
        await rotateThreeTimes(site, visit);
      });

      it('E1, L4: ends once when the grant is revoked, and each of 50 requests fails with its own 401', async () => {
        await begin();
        await site.provider.revoke();
        assert.deepEqual(await visit.fire(), { [ENDED]: 50 });
        assert.deepEqual(await visit.seen(), { phase: 'signed-out', ended: ['refused'], accessToken: undefined });
        assert.deepEqual(site.provider.counts, { calls: 1, refreshes: 0, refused: { invalid_grant: 1 }, reuse: 0 });
        assert.deepEqual(site.api, { requests: 50, answered: 0 });
      });

      it('E4: outlives a token endpoint that answers 503, and leaves it alone until the time that it has named', async () => {
        await begin();
        assert.deepEqual(await fireWhile(site, visit, OUTAGE), { [UNAVAILABLE]: 50 });
        assert.deepEqual(await visit.seen(), { phase: 'signed-in', ended: [], accessToken: answer.access_token });
        assert.equal(site.provider.counts.calls, 1);

        assert.deepEqual(await recover(visit), [UNAVAILABLE]);
        assert.deepEqual(site.provider.counts, { calls: 2, refreshes: 1, refused: {}, reuse: 0 });
      });

      it('E6: outlives a token endpoint that answers an HTML page with 200', async () => {
        await begin();
        const page = { headers: { 'Content-Type': 'text/html' }, body: '<!doctype html><p>Moved.' };
        assert.deepEqual(await fireWhile(site, visit, page), { [UNAVAILABLE]: 50 });
        assert.deepEqual(await visit.seen(), { phase: 'signed-in', ended: [], accessToken: answer.access_token });

        await recover(visit);
        assert.deepEqual(settled(site), { refreshes: 1, refused: [], reuse: 0 });
      });

      it('outlives a client id that the provider does not know', async () => {
        await begin('nobody');
        await site.provider.expire();
        assert.deepEqual(await visit.fire(), { [UNAVAILABLE]: 50 });
        assert.deepEqual(await visit.seen(), { phase: 'signed-in', ended: [], accessToken: answer.access_token });
        assert.deepEqual(settled(site), { refreshes: 0, refused: ['invalid_client'], reuse: 0 });
        assert.deepEqual([...new Set(visit.bearersOf(answer.refresh_token))], [`POST ${site.provider.issuer}/token`]);
      });

      it('ends when the provider answers the tokens of somebody else', async () => {
        await begin();
        const others = await signIn(site.provider.issuer, site.origin, { name: 'grace' });
        assert.deepEqual(await fireWhile(site, visit, { body: JSON.stringify(others) }), { [SOMEBODY_ELSE]: 50 });
        assert.deepEqual((await visit.seen()).ended, ['identity-changed']);
        assert.deepEqual(visit.bearersOf(others.access_token), []);
      });

      for (const [whose, foreign] of [
        ['another issuer', () => signInElsewhere()],
        ['another client', () => signIn(site.provider.issuer, site.origin, { clientId: OTHER_CLIENT_ID })],
      ] as const) {
        it(`takes no tokens that are of ${whose}`, async () => {
          await begin();
          const others = await foreign();
          site.forget();
          assert.deepEqual(await fireWhile(site, visit, { body: JSON.stringify(others) }), { [UNAVAILABLE]: 50 });
          assert.deepEqual(await visit.seen(), { phase: 'signed-in', ended: [], accessToken: answer.access_token });

          await recover(visit);
          assert.deepEqual(settled(site), { refreshes: 1, refused: [], reuse: 0 });
          for (const secret of [others.access_token, others.refresh_token, others.id_token]) {
            assert.deepEqual(visit.bearersOf(secret), []);
          }
        });
      }
    });
  }
});

describe('A session that another library has signed in, at a provider on the same origin', () => {
  let browser: Browser;
  let site: Site;
  let visit: Visit;

  before(async () => {
    browser = await openBrowser();
    site = await Site.open({ script: 'one-origin.ts', oneOrigin: true });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
  afterEach(async () => {
    site.provider.reply = undefined;
    await visit?.end(); // two tests look at a page of the docs only
  });

  for (const recipe of ['recipe.ts', 'kept-by-library.ts']) {
    it(`is shown in docs/providers.md as it is tested here: ${recipe}`, async () => {
      const [tested, page] = await Promise.all(
        [`oidc/page/${recipe}`, '../docs/providers.md'].map((path) => readFile(new URL(path, import.meta.url), 'utf8')),
      );
      assert.ok(page!.includes(tested!));
    });
  }

  const signInBy = async (owner: Owner) => {
    visit = await Visit.signIn(browser, site, owner);
    site.forget();
  };
  const accessToken = async () => (await visit.seen()).accessToken!;

  it('R1: answers 50 requests with an expired access token after 1 refresh, time and again, without reuse', async () => {
    await signInBy('session');
    await rotateThreeTimes(site, visit);
  });

  it('E4: outlives an outage of the provider', async () => {
    await signInBy('session');
    assert.deepEqual(await fireWhile(site, visit, OUTAGE), { [UNAVAILABLE]: 50 });
    assert.equal((await visit.seen()).phase, 'signed-in');

    assert.deepEqual(await recover(visit), [UNAVAILABLE]);
    assert.deepEqual(site.provider.counts, { calls: 2, refreshes: 1, refused: {}, reuse: 0 });
  });

  it('E1, L4: ends once when the grant is revoked, and each of 50 requests fails with its own 401', async () => {
    await signInBy('session');
    await site.provider.revoke();
    assert.deepEqual(await visit.fire(), { [ENDED]: 50 });
    assert.deepEqual(await visit.seen(), { phase: 'signed-out', ended: ['refused'], accessToken: undefined });
    assert.deepEqual(site.provider.counts, { calls: 1, refreshes: 0, refused: { invalid_grant: 1 }, reuse: 0 });
  });

  it('leaves the library no token', async () => {
    await signInBy('session');
    assert.doesNotMatch(await visit.stored(), /_token|authzData/);
  });

  it('sends nothing of the session along when the library signs in again', async () => {
    await signInBy('session');
    const token = await accessToken();
    await visit.fire(1);
    await visit.authorize();
    assert.notEqual(await accessToken(), token);
    assert.deepEqual(visit.bearersOf(token), [
      `GET ${site.provider.issuer}/me`, // sent by the library, before the session began
      `GET ${site.origin}/api/notes?n=1`,
    ]);
  });

  it('revokes its tokens when the user signs out', async () => {
    await signInBy('session');
    const token = await accessToken();
    assert.equal(await site.provider.isAlive(token), true);
    await visit.signOut();
    assert.equal(await site.provider.isAlive(token), false);
  });

  describe('where the library keeps the tokens, and `refresh` has it refresh', () => {
    it('R1: answers 50 requests with an expired access token after 1 refresh, time and again, without reuse', async () => {
      await signInBy('library');
      await rotateThreeTimes(site, visit);
    });

    it('ends once when the grant is revoked, and each of 50 requests fails with its own 401', async () => {
      await signInBy('library');
      await site.provider.revoke();
      assert.deepEqual(await visit.fire(), { [SIGNED_OUT]: 50 });
      assert.deepEqual(await visit.seen(), { phase: 'signed-out', ended: ['signed-out'], accessToken: undefined });
      assert.deepEqual(site.provider.counts, { calls: 1, refreshes: 0, refused: { invalid_grant: 1 }, reuse: 0 });
    });

    it('ends in an outage of the provider too, because the library throws the refresh token away', async () => {
      await signInBy('library');
      assert.match(await visit.stored(), /refresh_token/);
      assert.deepEqual(await fireWhile(site, visit, OUTAGE), { [SIGNED_OUT]: 50 });
      assert.doesNotMatch(await visit.stored(), /refresh_token/);
      assert.deepEqual((await visit.seen()).ended, ['signed-out']);
    });

    it('R13: a refresh that waits for itself ends with the deadline, and says what to do', async () => {
      await signInBy('library, waiting for itself');
      await site.provider.expire();
      assert.deepEqual(await visit.fire(), { [UNAVAILABLE]: 50 });
      assert.match((await visit.causes())[0]!, /waits for itself: use the client that `refresh` is handed/);
      assert.equal(site.provider.counts.refreshes, 0);
    });
  });
});

/** Lets the access token expire three times under 50 requests: each time one refresh, which every request is answered after. */
async function rotateThreeTimes(site: Site, visit: Visit): Promise<void> {
  for (let rotation = 1; rotation <= 3; rotation++) {
    await site.provider.expire();
    assert.deepEqual(await visit.fire(), { answered: 50 });
    assert.deepEqual(site.api, { requests: 100 * rotation, answered: 50 * rotation });
    assert.deepEqual(site.provider.counts, { calls: rotation, refreshes: rotation, refused: {}, reuse: 0 });
  }
}

/** Answers the token endpoint so, to 50 requests with an expired token; then leaves it to the provider again. */
async function fireWhile({ provider }: Site, visit: Visit, reply: Reply): Promise<Record<string, number>> {
  await provider.expire();
  provider.reply = reply;
  const outcomes = await visit.fire();
  provider.reply = undefined;

  return outcomes;
}

/** What came of refreshes, however often the server was asked: where it names no time, a slow machine may outlast the first pause. */
function settled({ provider: { counts } }: Site): object {
  const { refreshes, refused, reuse } = counts;

  return { refreshes, refused: Object.keys(refused), reuse };
}

/** Asks until it is answered. Tells what else became of the requests. */
async function recover(visit: Visit): Promise<string[]> {
  const others = new Set<string>();
  await until(async () => {
    const [outcome] = Object.keys(await visit.fire(1));
    if (outcome !== 'answered') others.add(outcome!);

    return outcome === 'answered';
  });

  return [...others];
}

/** Somebody's tokens at another provider, which knows a client of the same name. */
async function signInElsewhere(): Promise<TokenAnswer> {
  const elsewhere = await Site.open({ script: 'main.ts' });
  try {
    return await signIn(elsewhere.provider.issuer, elsewhere.origin);
  } finally {
    await elsewhere.close();
  }
}
