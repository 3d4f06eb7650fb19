import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { FaultScript } from '../server/fault.ts';
import { Journal } from '../server/journal.ts';
import { createServer } from '../server/server.ts';
import { openBrowser } from './browser.ts';

const APPLICATION = fileURLToPath(new URL('../dist/demo/browser', import.meta.url));

/** Faults that a page cannot make for itself: a reload, a closed tab, no network, a file on disk. */
describe('In a real browser', () => {
  const journal = new Journal();
  let server: FastifyInstance;
  let origin: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let session: string;

  before(async () => {
    server = await createServer({ application: APPLICATION, journal });
    const { port } = new URL(await server.listen({ port: 0, host: 'localhost' }));
    origin = `http://localhost:${port}`;
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  afterEach(async () => {
    await context?.close();
    assert.deepEqual(journal.judge([new URL(origin).host]), []);
  });

  /** Opens the notes, signed in. */
  async function open(): Promise<void> {
    context = await browser.newContext({ baseURL: origin });
    context.setDefaultTimeout(20_000);
    page = await context.newPage();
    await page.goto('/notes');
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').fill('lovelace');
    const answered = page.waitForResponse('**/api/auth/sign-in');
    await page.getByRole('button', { name: 'Sign in' }).click();
    ({ session } = (await (await answered).json()) as { session: string });
    await notesLoaded(page);
  }
  const notesLoaded = (of: Page) => of.locator('section[aria-label="Your notes"][aria-busy="false"]').waitFor();
  const lab = (what: string, body?: FaultScript) =>
    fetch(`${origin}/lab/${session}/${what}`, {
      method: 'POST',
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
  const counts = async () =>
    (await (await fetch(`${origin}/lab/${session}/counts`)).json()) as Record<
      'refreshCalls' | 'refreshes' | 'reuse',
      number
    >;
  async function refreshHangs(): Promise<void> {
    await lab('faults', { refresh: [{ hang: 'arrival' }] });
    await lab('expire');
    await addNote('while it hangs');
    while ((await counts()).refreshCalls === 0);
  }
  async function addNote(text: string): Promise<void> {
    await page.getByLabel('New note').fill(text);
    await page.getByRole('button', { name: 'Add' }).click();
  }

  it('L13: a reload in the middle of a refresh tries again, and shows the page', async () => {
    await open();
    await refreshHangs();
    await page.reload();
    await notesLoaded(page);
    assert.equal(new URL(page.url()).pathname, '/notes');
    const { refreshCalls, refreshes, reuse } = await counts();
    assert.deepEqual({ refreshCalls, refreshes, reuse }, { refreshCalls: 2, refreshes: 1, reuse: 0 });
  });

  it('L14: a tab that dies in the middle of a refresh leaves nothing behind that stops the next one', async () => {
    await open();
    await refreshHangs();
    const stored = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          indexedDB.open('ngx-axios:1:playground-access-in-memory').onsuccess = ({ target }) => {
            const database = (target as IDBOpenDBRequest).result;
            const request = database.transaction('session').objectStore('session').get('record');
            request.onsuccess = () => resolve(Object.keys(request.result as object).sort());
          };
        }),
    );
    assert.deepEqual(stored, ['committedAt', 'generation', 'receivedAt', 'session', 'subject', 'tokens', 'version']);
    await page.close();
    const next = await context.newPage();
    await next.goto('/notes');
    await notesLoaded(next);
    assert.equal((await counts()).refreshes, 1);
  });

  it('E22: no network keeps the session, and the next try goes on as before', async () => {
    await open();
    await lab('expire');
    await context.setOffline(true);
    await addNote('too early');
    await page.getByRole('alert').or(page.locator('.bad')).first().waitFor();
    await context.setOffline(false);
    assert.equal(new URL(page.url()).pathname, '/notes');
    assert.equal((await counts()).refreshCalls, 0);

    await addNote('in time');
    await page.getByRole('listitem').filter({ hasText: 'in time' }).waitFor();
    assert.equal((await counts()).refreshes, 1);
  });

  it("B3: a file that changes on disk before it is sent again fails with the browser's own error, and ends nothing", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ngx-axios-'));
    const file = join(folder, 'note.txt');
    await writeFile(file, 'as it was');
    // Chromium compares whole seconds: two writes within one of them look like the same file to it.
    const before = new Date('2026-01-01T00:00:00Z');
    await utimes(file, before, before);
    await open();
    await lab('faults', { refresh: { delay: { arrival: 5000 } } });
    await lab('expire');
    await page.getByLabel('File, at most 64 MB').setInputFiles(file);
    while ((await counts()).refreshCalls === 0);
    await writeFile(file, 'something else, and longer');
    await page.locator('app-file-upload .bad').waitFor();
    assert.equal(new URL(page.url()).pathname, '/notes');
    assert.equal((await counts()).refreshes, 1);
    await rm(folder, { recursive: true });
  });
});
