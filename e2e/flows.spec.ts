import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { Journal } from '../server/journal.ts';
import { createServer } from '../server/server.ts';
import { openBrowser } from './browser.ts';

const FLOWS = {
  a: 'Flow A, cookie rotation',
  b: 'Flow B, body token with its own predicate',
  c: 'Flow C, dual token',
  d: 'Flow D, status code in the body',
  e: 'Flow E, the ten steps',
} as const;

const LOGIN = '/login?returnUrl=%2Fwork';

describe('The five flows', () => {
  const journal = new Journal();
  let server: FastifyInstance;
  let origin: string;
  let browser: Browser;

  before(async () => {
    // Tokens outlive the test: what expires is what the test lets expire.
    server = await createServer({
      accessLifetime: 600,
      journal,
      application: fileURLToPath(new URL('../dist/flows/browser', import.meta.url)),
    });
    await server.listen({ port: 0, host: 'localhost' });
    origin = `http://localhost:${(server.server.address() as { port: number }).port}`;
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await server.close();
  });
  afterEach(() => assert.deepEqual(journal.judge([new URL(origin).host]), []));

  const lab = async (session: string, path: string, method = 'POST'): Promise<Record<string, number>> => {
    const answer = await fetch(`${origin}/lab/${session}/${path}`, { method });

    return answer.status === 200 ? ((await answer.json()) as Record<string, number>) : {};
  };
  /** Goes to the guarded page, and through the login that this leads to. Answers the server's handle for the session. */
  const signIn = async (page: Page, flow: string, button = 'Sign in'): Promise<string> => {
    await page.goto(`${origin}/pages/${flow}/work`);
    await page.waitForURL(`${origin}/pages/${flow}${LOGIN}`);

    return signInHere(page, flow, button);
  };
  const signInHere = async (page: Page, flow: string, button = 'Sign in'): Promise<string> => {
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.waitForURL(`${origin}/pages/${flow}/work`);

    return (await page.locator('#session').textContent()) ?? '';
  };
  /** Fires, and answers the report once the application has come to rest on a page. */
  const fire = async (page: Page, flow: string, restsOn = '/work'): Promise<object> => {
    const run = Number(await page.locator('output').getAttribute('data-run')) + 1;
    await page.getByRole('button', { name: 'Fire 50 requests' }).click();
    await page.locator(`output[data-run="${run}"]`).waitFor({ state: 'attached' });
    await page.waitForURL(`${origin}/pages/${flow}${restsOn}`);

    return JSON.parse((await page.locator('output').textContent()) ?? '') as object;
  };

  for (const [flow, title] of Object.entries(FLOWS)) {
    describe(title, () => {
      it('is shown in docs/flows as it is tested here', async () => {
        const folder = new URL('../docs/flows/', import.meta.url);
        const page = (await readdir(folder)).find((name) => name.startsWith(`${flow}-`));
        const [tested, shown] = await Promise.all(
          [new URL(`flows/flow-${flow}.ts`, import.meta.url), new URL(page!, folder)].map((file) =>
            readFile(file, 'utf8'),
          ),
        );
        assert.ok(shown!.includes(`\`\`\`ts\n${tested}\`\`\``));
      });

      it('answers 50 requests with an expired token after exactly 1 refresh, without reuse', async () => {
        const page = await (await browser.newContext()).newPage();
        const session = await signIn(page, flow);
        await lab(session, 'expire');

        assert.deepEqual(await fire(page, flow), { answered: 50, ended: [], navigations: [] });
        const counts = await lab(session, 'counts', 'GET');
        // The browser has six connections: what it sends late has the fresh cookie. A header was written before.
        const expired = flow === 'a' ? counts['expired']! : 50;
        assert.deepEqual(counts, {
          requests: 50 + expired,
          expired,
          aborted: 0,
          refreshCalls: 1,
          refreshes: 1,
          ranOut: 1,
          reuse: 0,
          opened: 0,
          open: 0,
        });
        await page.context().close();
      });

      it('ends the session once when the refresh is refused, gives each of 50 its own failure, and leads to the login and back', async () => {
        const page = await (await browser.newContext()).newPage();
        const session = await signIn(page, flow);
        await lab(session, 'revoke');

        assert.deepEqual(await fire(page, flow, LOGIN), {
          'session ended, with its own failure': 50,
          ended: ['refused'],
          navigations: ['/login?returnUrl=%2Fwork'],
        });
        const counts = await lab(session, 'counts', 'GET');
        assert.deepEqual([counts['requests'], counts['refreshCalls'], counts['reuse']], [50, 1, 0]);

        assert.notEqual(await signInHere(page, flow), session);
        assert.deepEqual(await fire(page, flow), { answered: 50, ended: ['refused'], navigations: [] });
        await page.context().close();
      });
    });
  }

  it('Flow B without a refresh token: every caller gets its original error and nothing is sent', async () => {
    const page = await (await browser.newContext()).newPage();
    const session = await signIn(page, 'b', 'Sign in without a refresh token');
    await lab(session, 'expire');
    const calls: string[] = [];
    page.on('request', (request) => calls.push(new URL(request.url()).pathname));

    assert.deepEqual(await fire(page, 'b', LOGIN), {
      'its original failure': 50,
      ended: ['no-refresh-token'],
      navigations: ['/login?returnUrl=%2Fwork'],
    });
    assert.deepEqual([...new Set(calls)], ['/b/api/notes']);
    assert.equal(calls.length, 50);
    await page.context().close();
  });

  it('Flow A keeps every token away from JavaScript', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page, 'a');
    const cookies = await context.cookies(`${origin}/a/api/v1/notes`);
    const readable = await page.evaluate(() =>
      JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]),
    );
    assert.deepEqual(cookies.map(({ name, httpOnly }) => [name, httpOnly]).sort(), [
      ['access', true],
      ['refresh', true],
    ]);
    for (const { value } of cookies) assert.ok(!readable.includes(value));
    await context.close();
  });
});
