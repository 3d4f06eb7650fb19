import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import lighthouse from 'lighthouse';
import { axeViolations } from './playground/accessibility.ts';
import { layoutShifts, noteLayoutShifts } from './playground/layout-shifts.ts';
import { PlaygroundPage } from './playground/playground-page.ts';
import { Visits } from './playground/visits.ts';

const SIZES = { phone: { width: 360, height: 740 }, wide: { width: 1600, height: 900 } };
const MORE_SIZES = { ...SIZES, tablet: { width: 768, height: 1024 }, laptop: { width: 1280, height: 800 } };

const debuggingPort = await freePort();

describe('The playground as it is built for production', () => {
  const visits = new Visits([`--remote-debugging-port=${debuggingPort}`]);

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      it(`has nothing that axe finds wrong, in no state: ${colorScheme}, ${size}`, () =>
        visits.visit(
          async (page) => {
            const found: string[] = [];
            const look = async (state: string) =>
              found.push(...(await axeViolations(page)).map((violation) => `${state}: ${violation}`));
            const playground = new PlaygroundPage(page);

            await page.goto('/login');
            await page.getByRole('heading', { name: 'Sign in' }).waitFor();
            await look('login');
            await page.goto('/');
            await playground.button.waitFor();
            await look('before');
            await playground.send();
            await look('after a storm');
            await page.getByRole('link', { name: 'Notes' }).click();
            await page.locator('section[aria-label="Your notes"][aria-busy="false"]').waitFor();
            await look('notes');
            await page.goto('/?fault=refuse');
            const begun = playground.begun();
            await playground.button.click();
            await begun;
            await look('under way');
            await playground.over();
            await look('after a fault');
            assert.deepEqual(found, []);
          },
          { colorScheme, viewport, bypassCSP: true },
        ));
    }
  }

  it('is found wrong by axe when it is', () =>
    visits.visit(
      async (page) => {
        await page.goto('/');
        await page.getByLabel('Client').evaluate((field) => field.removeAttribute('id'));
        assert.match((await axeViolations(page)).join(), /^select-name: /);
      },
      { bypassCSP: true },
    ));

  for (const path of ['/', '/?fault=down&together', '/login']) {
    it(`is worth 100 to Lighthouse in accessibility: ${path}`, async () => {
      const result = await lighthouse(`${visits.origin}${path}`, {
        port: debuggingPort,
        onlyCategories: ['accessibility'],
        logLevel: 'silent',
      });
      const { categories, audits, finalDisplayedUrl } = result!.lhr;
      const wrong = Object.values(audits).filter(({ score }) => score === 0);
      assert.ok(finalDisplayedUrl.startsWith(visits.origin));
      assert.deepEqual(
        wrong.map(({ id }) => id),
        [],
      );
      assert.equal(categories['accessibility']!.score, 1);
    });
  }

  for (const [size, viewport] of Object.entries(MORE_SIZES)) {
    it(`moves nothing, neither on loading nor through a whole storm: ${size}`, () =>
      visits.visit(
        async (page) => {
          await noteLayoutShifts(page);
          await page.goto('/');
          const playground = new PlaygroundPage(page);
          await playground.send();
          assert.deepEqual(await layoutShifts(page), []);

          for (const fault of await page.getByLabel('Fault').locator('option').all())
            await page.getByLabel('Fault').selectOption(await fault.getAttribute('value'));
          await page.getByLabel('Fault').selectOption('refuse');
          await playground.send();
          assert.deepEqual(await layoutShifts(page), []);

          await page.reload();
          await playground.button.waitFor();
          assert.deepEqual(await layoutShifts(page), []);
        },
        { viewport },
      ));
  }

  it('is seen to move when it does', () =>
    visits.visit(async (page) => {
      await noteLayoutShifts(page);
      await page.goto('/');
      await page.getByRole('heading', { level: 1 }).evaluate((heading) => (heading.style.marginBlockEnd = '20px'));
      assert.ok((await layoutShifts(page)).length > 0);
    }));

  it('says everything once more to who reads no pictures', () =>
    visits.visit(async (page) => {
      await page.goto('/?requests=5');
      await new PlaygroundPage(page).send();
      const drawing = page.getByRole('img', { name: /^Timeline of the requests/ });
      assert.equal(await drawing.count(), 1);
      assert.deepEqual(await new PlaygroundPage(page).row('Refused with 401'), ['5', '5']);
      await page.getByRole('status').filter({ hasText: '5 of 5 answered' }).waitFor();
    }));
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');

  return port;
}
