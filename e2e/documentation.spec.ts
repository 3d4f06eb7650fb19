import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { FastifyInstance } from 'fastify';
import { lexer, type Tokens, walkTokens } from 'marked';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { siteMap } from '../scripts/documentation/site-map.ts';
import { createServer } from '../server/server.ts';
import { openBrowser } from './browser.ts';

const APPLICATION = fileURLToPath(new URL('../dist/demo/browser', import.meta.url));
const PHONE = { viewport: { width: 360, height: 740 } };
const WIDE = { viewport: { width: 1440, height: 900 } };

describe('The documentation inside the playground', () => {
  const complaints: string[] = [];
  let server: FastifyInstance;
  let origin: string;
  let browser: Browser;

  before(async () => {
    server = await createServer({ application: APPLICATION, onViolation: (report) => complaints.push(report) });
    const { port } = new URL(await server.listen({ port: 0, host: 'localhost' }));
    origin = `http://localhost:${port}`;
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  afterEach(() => assert.deepEqual(complaints.splice(0), []));

  async function reader(options: BrowserContextOptions, work: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ baseURL: origin, ...options });
    context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    context.on('weberror', (error) => complaints.push(String(error.error())));
    try {
      await work(await context.newPage());
    } finally {
      await context.close();
    }
  }

  it('has every page of the index, word for word in its code, and none that is wider than a phone', () =>
    reader(PHONE, async (page) => {
      for (const { file, slug } of siteMap()) {
        const { title, code } = partsOf(file);
        await open(page, slug);
        assert.equal(await page.locator('article h1').innerText(), title, file);
        assert.deepEqual(await page.locator('article code').allTextContents(), code, file);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.equal(width, PHONE.viewport.width, file);
      }
    }));

  it('shows the pictures of a page, with their room kept for them', () =>
    reader(WIDE, async (page) => {
      await open(page, 'performance');
      const pictures = await page.locator('article img').evaluateAll(async (found) => {
        await Promise.all((found as HTMLImageElement[]).map((picture) => picture.decode()));

        return (found as HTMLImageElement[]).map(({ width, height, naturalWidth }) => ({
          width,
          height,
          naturalWidth,
        }));
      });
      assert.ok(pictures.length > 1);
      for (const { width, height, naturalWidth } of pictures) assert.ok(width > 300 && height > 50 && naturalWidth > 0);
    }));

  it('breaks the lines of a table, where there is room, rather than cutting them off', () =>
    reader(WIDE, async (page) => {
      await open(page, 'getting-started');
      const boxes = await page.locator('article :has(> table)').evaluateAll((found) =>
        found.map((box) => ({
          cut: box.scrollWidth - box.clientWidth,
          empty: box.clientHeight - box.firstElementChild!.clientHeight,
        })),
      );
      assert.ok(boxes.length > 1);
      for (const { cut, empty } of boxes) assert.ok(cut <= 0 && empty <= 2, `${cut} px are cut off, ${empty} px empty`);
    }));

  it('leads from page to page to the place that a link names, and goes on there for the keyboard', () =>
    reader(WIDE, async (page) => {
      await open(page, '');
      await page.locator('article').getByRole('link', { name: 'The guard and the way back' }).click();
      await focused(page, 'The guard and the way back');
      assert.equal(new URL(page.url()).pathname, '/docs/guard');

      await page.getByRole('navigation', { name: 'Documentation' }).getByRole('link', { name: 'Overview' }).click();
      await focused(page, 'ngx-axios');
      const pages = siteMap();
      const next = pages[pages.findIndex(({ file }) => file === 'README.md') + 1]!;
      await page.getByRole('navigation', { name: 'Before and after' }).getByRole('link', { name: 'Next' }).click();
      await focused(page, partsOf(next.file).title);

      await open(page, 'session');
      await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Errors' }).click();
      await focused(page, 'Errors');
      assert.equal(page.url(), `${origin}/docs/session#errors`);

      await page.reload();
      await focused(page, 'Errors');
    }));

  it('finds a heading by words of it', () =>
    reader(WIDE, async (page) => {
      await open(page, '');
      await page.getByLabel('Find a heading').fill('refreshing early');
      await page.getByRole('search').getByRole('link', { name: 'Refreshing early' }).press('Enter');
      await focused(page, 'Refreshing early');
      assert.equal(await page.getByLabel('Find a heading').inputValue(), '');
    }));

  it('opens the list of all pages on a phone, and closes it again behind who chooses', () =>
    reader(PHONE, async (page) => {
      await open(page, 'session');
      await page.getByText('All pages').first().press('Enter');
      await page.getByRole('link', { name: 'Resources' }).click();
      await focused(page, 'Resources');
      assert.equal(await page.locator('details[open]').count(), 0);
    }));

  for (const [name, size] of Object.entries({ phone: PHONE, wide: WIDE })) {
    it(`moves nothing while a page comes (${name})`, () =>
      reader(size, async (page) => {
        await page.addInitScript(noteWhatMoves);
        for (const slug of ['', 'session', 'performance']) {
          await open(page, slug);
          await page.evaluate(() => Promise.all([...document.images].map((picture) => picture.decode())));
          await page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))));
          assert.deepEqual(await page.evaluate(() => (globalThis as unknown as Watched).moved), [], slug);
        }
      }));

    for (const colorScheme of ['light', 'dark'] as const)
      it(`has nothing that axe finds wrong (${name}, ${colorScheme})`, () =>
        reader({ ...size, colorScheme }, async (page) => {
          for (const slug of ['', 'session', 'performance']) {
            await open(page, slug);
            await page.evaluate(axe.source);
            const { violations, passes } = await page.evaluate(() => (globalThis as unknown as Audited).axe.run());
            assert.ok(passes.length > 10, 'axe has looked');
            assert.deepEqual(
              violations.map(({ id, nodes }) => `${slug}: ${id} ${nodes[0]!.html}`),
              [],
            );
          }
        }));
  }
});

interface Watched {
  moved: string[];
}

/** Runs in the page: keeps what has moved without being asked to. */
function noteWhatMoves(): void {
  const moved: string[] = ((globalThis as unknown as Watched).moved = []);
  new PerformanceObserver((list) => {
    for (const { sources } of list.getEntries() as unknown as { sources: { node: Element | null }[] }[])
      moved.push(sources.map(({ node }) => node?.outerHTML.slice(0, 100)).join(', '));
  }).observe({ type: 'layout-shift', buffered: true });
}

interface Audited {
  readonly axe: typeof axe;
}

async function open(page: Page, slug: string): Promise<void> {
  await page.goto(`/docs/${slug}`);
  await page.locator('article h1').waitFor();
}

/** Waits until the heading has the focus, and is to be seen. */
async function focused(page: Page, heading: string): Promise<void> {
  await page.waitForFunction(
    (text) => {
      const { textContent, tagName } = document.activeElement!;

      return /^H\d$/.test(tagName) && textContent === text;
    },
    heading,
    { timeout: 5000 },
  );
  assert.ok(
    await page.evaluate(() => {
      const { top, bottom } = document.activeElement!.getBoundingClientRect();

      return Math.round(top) >= 0 && bottom <= innerHeight;
    }),
    `"${heading}" is out of sight`,
  );
}

/** What the Markdown says: its title, and its code in the order of the page. */
function partsOf(file: string): { title: string; code: string[] } {
  const tokens = lexer(readFileSync(file, 'utf8'));
  const code: string[] = [];
  walkTokens(tokens, (token) => {
    if (token.type === 'code' || token.type === 'codespan') code.push((token as Tokens.Code | Tokens.Codespan).text);
  });
  const title = tokens.find(({ type }) => type === 'heading') as Tokens.Heading;

  return { title: title.text.replaceAll('`', ''), code };
}
