import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { PlaygroundPage } from './playground/playground-page.ts';
import { Visits } from './playground/visits.ts';

const SCREENSHOTS = fileURLToPath(new URL('../dist/screenshots', import.meta.url));
const WIDE = { width: 1600, height: 900 };
const PHONE = { width: 360, height: 740 };
const TOKEN_LIKE = /[\w.-]{40,}/;

describe('The playground', () => {
  const visits = new Visits();

  for (const [name, options] of [
    ['light', { colorScheme: 'light', viewport: WIDE }],
    ['dark', { colorScheme: 'dark', viewport: WIDE }],
    ['phone', { colorScheme: 'light', viewport: PHONE }],
  ] as const) {
    it(`shows a visitor who knows nothing, with one click, 50 requests that one refresh has saved: ${name}`, () =>
      visits.visit(async (page) => {
        await page.goto('/');
        const signedIn = page.waitForResponse('**/auth/sign-in');
        await page.getByRole('main').getByRole('button').first().click(); // what else
        const { session } = (await (await signedIn).json()) as { session: string };
        await page.getByText("50 of 50 answered. 1 refresh, in this page and in the server's log.").waitFor();
        await page.locator('app-timeline svg path.answered').last().waitFor();
        await page.screenshot({ path: `${SCREENSHOTS}/playground-${name}.png`, fullPage: true });

        const entries = await visits.log(session);
        assert.equal(entries.filter(({ path }) => path === '/api/auth/refresh').length, 1);
        assert.equal(entries.filter(({ path, status }) => path === '/api/notes' && status === 401).length, 50);
        assert.equal(entries.filter(({ path, status }) => path === '/api/notes' && status === 200).length, 50);
        const shown = await new PlaygroundPage(page).log();
        assert.equal(shown.filter((line) => / POST \/auth\/refresh refresh 1 200$/.test(line)).length, 1);
        assert.match(shown[0]!, /^1–\d+ GET \/notes access 1 401$/);
        assert.match(shown.at(-1)!, /–101 GET \/notes access 2 200$/);
      }, options));
  }

  it('draws a lane with a 401 and an answer for each request, and one refresh', () =>
    visits.visit(async (page) => {
      await page.goto('/?requests=30');
      await new PlaygroundPage(page).send();
      const drawn = async (shape: string) =>
        ((await page.locator(`app-timeline .drawing path.${shape}`).getAttribute('d')) ?? '').split('M').length - 1;
      assert.deepEqual(
        [await drawn('sent'), await drawn('refused'), await drawn('again'), await drawn('answered')],
        [30, 30, 30, 30],
      );
      assert.equal(await drawn('failed'), 0);
      assert.equal(await page.locator('app-timeline rect.refresh').count(), 1);
      const standings = await page.locator('app-timeline rect.standing').count();
      assert.equal(standings, 2, 'a generation before the refresh and one after it');
    }));

  it('lets 500 requests share lines, and answers all of them', () =>
    visits.visit(async (page) => {
      await page.goto('/?requests=500');
      assert.match(await new PlaygroundPage(page).send(), /^500 of 500 answered\. 1 refresh,/);
      await page.getByText(/^One line stands for \d requests\.$/).waitFor();
    }));

  describe('answers all by one refresh', () => {
    for (const [kind, prefix] of [
      ['access-in-memory', '/api'],
      ['body', '/body/api'],
      ['cookies', '/cookies/api'],
    ] as const) {
      for (const client of ['axios', 'promise', 'http'] as const) {
        it(`with a session of the kind ${kind}, through ${client}`, () =>
          visits.visit(async (page) => {
            await page.goto(`/?kind=${kind}&client=${client}&requests=12`);
            const playground = new PlaygroundPage(page);
            const sentBy = page.waitForRequest(`**${prefix}/notes?*`);
            const { session, verdict } = await playground.signInAndSend();
            assert.equal((await sentBy).resourceType(), client === 'http' ? 'fetch' : 'xhr');
            assert.equal(verdict, "12 of 12 answered. 1 refresh, in this page and in the server's log.");
            const { requests, expired, refreshes, reuse } = await visits.counts(session);
            assert.deepEqual(
              { requests, expired, refreshes, reuse },
              { requests: 24, expired: 12, refreshes: 1, reuse: 0 },
            );
            assert.deepEqual(await playground.row('On the wire'), ['24', '24']);
            assert.match((await playground.log())[0]!, /GET \/notes access 1 401$/);
          }));
      }
    }
  });

  describe('the choice', () => {
    it('is in the URL, so that it can be shared', () =>
      visits.visit(async (page) => {
        await page.goto('/');
        await page.getByLabel('Client').selectOption('HttpClient');
        await page.getByLabel('Requests').fill('7');
        await page.getByLabel('Fault').selectOption('A late 401');
        await page.waitForURL('/?client=http&requests=7&fault=late');

        await page.goto(page.url());
        assert.equal(await page.getByLabel('Client').inputValue(), 'http');
        assert.equal(await page.getByLabel('Fault').inputValue(), 'late');
        await page.getByRole('button', { name: 'Send 7 requests' }).waitFor();
      }));

    it('of another kind of session loads the page anew, and leaves the focus where it was', () =>
      visits.visit(async (page) => {
        await page.goto('/?requests=7');
        await page.getByLabel('Session').selectOption('Both tokens in cookies');
        await page.waitForURL('/?kind=cookies&requests=7');
        assert.equal(await page.evaluate(() => document.activeElement?.id), 'kind');
        await page.getByRole('link', { name: 'Notes' }).click();
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByRole('heading', { name: 'Notes' }).waitFor();
        await page.reload(); // the tab remembers where the URL does not say
        await page.getByRole('heading', { name: 'Notes' }).waitFor();
        await page.getByRole('link', { name: 'Playground' }).click();
        assert.equal(await page.getByLabel('Session').inputValue(), 'cookies');
      }));

    it('that makes no sense is none', () =>
      visits.visit(async (page) => {
        await page.goto('/?kind=toString&client=valueOf&requests=1e9&fault=constructor');
        await page.getByRole('button', { name: 'Send 50 requests' }).waitFor();
        assert.deepEqual(
          await Promise.all(['Session', 'Client', 'Fault'].map((label) => page.getByLabel(label).inputValue())),
          ['access-in-memory', 'axios', 'none'],
        );
        assert.match(await new PlaygroundPage(page).send(), /^50 of 50 answered\./);
      }));
  });

  it('needs no mouse', () =>
    visits.visit(async (page) => {
      await page.goto('/');
      const button = await page.getByRole('button', { name: 'Send 50 requests' }).elementHandle();
      while (!(await button!.evaluate((element) => element === document.activeElement)))
        await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await new PlaygroundPage(page).over();
      assert.ok(await button!.evaluate((element) => element === document.activeElement), 'the focus stays');
    }));

  describe('in several tabs', () => {
    /** Opens another tab by the button of the first. */
    const another = async (page: Page): Promise<Page> => {
      const opened = page.context().waitForEvent('page');
      await page.getByRole('button', { name: 'Open another tab' }).click();
      const tab = await opened;
      await tab.getByText('of this session').filter({ hasNotText: 'No other' }).waitFor();

      return tab;
    };

    for (const [kind, refreshes] of [
      ['body', 1],
      ['cookies', 1],
      ['access-in-memory', 3], // each page keeps a token to itself
    ] as const) {
      it(`shows each as a group of lanes, and ${refreshes} refreshes at the server: ${kind}`, () =>
        visits.visit(async (page) => {
          await page.goto(`/?kind=${kind}&requests=12&together`);
          const playground = new PlaygroundPage(page);
          const { session } = await playground.signInAndSend();
          const others = [await another(page), await another(page)];
          await page.getByText('2 other tabs of this session are open.').waitFor();
          const before = await visits.counts(session);

          assert.match(await playground.send(), /^36 of 36 answered in 3 tabs\./);
          const after = await visits.counts(session);
          assert.deepEqual([after.refreshes - before.refreshes, after.reuse], [refreshes, 0]);
          assert.deepEqual((await playground.row('Answered')).slice(0, 3), ['12', '12', '12']);
          assert.deepEqual(await page.locator('app-timeline text.name').allTextContents(), [
            'This tab',
            'Tab 2',
            'Tab 3',
          ]);
          for (const promise of Object.values(await playground.promises())) assert.match(promise, / yes$/);
          for (const other of others.map((tab) => new PlaygroundPage(tab))) {
            assert.match(await other.over(), /^36 of 36 answered in 3 tabs\./);
            assert.deepEqual(await other.log(), await playground.log());
          }
        }));
    }

    it('says so when the tab that began has gone, and can begin anew', () =>
      visits.visit(async (page) => {
        await page.goto('/?fault=slow&requests=4');
        const tab = await another(page);
        await page.getByRole('button', { name: 'Send 4 requests' }).click();
        await tab.getByText('Under way').waitFor();
        await page.close();
        await tab.getByText('The tab that began this has been closed.').waitFor();
        await tab.getByLabel('Fault').selectOption('None: the token has expired');
        assert.match(await new PlaygroundPage(tab).send(), /^4 of 4 answered\./);
      }));

    it('tells them what is seen, and never a token', () =>
      visits.visit(async (page, context) => {
        await context.addInitScript(() => {
          const said: string[] = [];
          const post = BroadcastChannel.prototype.postMessage;
          BroadcastChannel.prototype.postMessage = function (message) {
            if (this.name.startsWith('ngx-axios playground')) said.push(JSON.stringify(message));
            post.call(this, message);
          };
          Object.assign(globalThis, { said });
        });
        await page.goto('/?kind=body&requests=5');
        const playground = new PlaygroundPage(page);
        await playground.send();
        const tab = await another(page);
        await playground.send();
        await new PlaygroundPage(tab).over();
        assert.deepEqual(await new PlaygroundPage(tab).row('Answered'), ['0', '5', '–']);

        const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
        assert.ok(
          said.some((message) => message.includes('refused')) && said.some((message) => message.includes('over')),
        );
        assert.deepEqual(
          said.filter((message) => TOKEN_LIKE.test(message)),
          [],
        );
      }));
  });
});
