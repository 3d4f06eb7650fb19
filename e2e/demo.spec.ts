import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Journal } from '../server/journal.ts';
import { createServer } from '../server/server.ts';
import { openBrowser } from './browser.ts';

const APPLICATION = fileURLToPath(new URL('../dist/demo/browser', import.meta.url));
/** What the browser itself writes for every 401, handled or not. */
const REFUSED = 'Failed to load resource: the server responded with a status of 401 (Unauthorized)';

interface Seen {
  /** Every URL the document had, in order. */
  readonly urls: string[];
  login: boolean;
}

describe('The demo', () => {
  const noise: string[] = [];
  const violations: string[] = [];
  const journal = new Journal();
  let server: FastifyInstance;
  let origin: string;
  let browser: Browser;

  before(async () => {
    server = await createServer({
      application: APPLICATION,
      journal,
      onViolation: (report) => violations.push(report),
    });
    // What it answers names the address, and only as localhost is the page this machine to cookies and session alike.
    const { port } = new URL(await server.listen({ port: 0, host: 'localhost' }));
    origin = `http://localhost:${port}`;
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  afterEach(() => assert.deepEqual(journal.judge([new URL(origin).host]), []));

  /** A visitor with a browser of their own, for one journey. What the console says is kept, with the journey it is from. */
  async function journey(title: string, work: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ baseURL: origin });
    context.setDefaultTimeout(10_000);
    context.on('console', (message) => {
      if (message.type() === 'error' && message.text() !== REFUSED) noise.push(`${title}: ${message.text()}`);
    });
    context.on('weberror', (error) => noise.push(`${title}: ${error.error()}`));
    await context.addInitScript(recordWhatIsSeen);
    try {
      await work(await context.newPage(), context);
    } finally {
      await context.close();
    }
  }

  const lab = async (session: string, fault: string, body?: object): Promise<void> => {
    const answer = await fetch(`${origin}/lab/${session}/${fault}`, {
      method: 'POST',
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    assert.equal(answer.status, 204);
  };
  const counts = async (session: string) => {
    const answer = await fetch(`${origin}/lab/${session}/counts`);

    return (await answer.json()) as Record<'requests' | 'expired' | 'refreshCalls' | 'refreshes' | 'reuse', number>;
  };

  it('leads a visitor of /notes through the login and back, and keeps the note that is added there', () =>
    journey('sign-in', async (page) => {
      await page.goto('/notes');
      await page.waitForURL('/login?returnUrl=%2Fnotes');
      await signIn(page);
      await page.waitForURL('/notes');

      const text = `note ${randomUUID()}`;
      await addNote(page, text);
      await note(page, text).waitFor();
      await page.reload();
      await note(page, text).waitFor();

      await page.getByRole('button', { name: `Remove ${text}` }).click();
      await note(page, text).waitFor({ state: 'detached' });
    }));

  it('answers a storm of 50 requests with an expired token by one refresh, none of them lost', () =>
    journey('storm', async (page) => {
      await page.goto('/login');
      const session = await signIn(page);
      await page.waitForURL('/');
      const before = await counts(session);
      await page.getByRole('button', { name: 'Send 50 requests with an expired token' }).click();
      await page.getByText("50 of 50 answered. 1 refresh, in this page and in the server's log.").waitFor();
      const after = await counts(session);

      const row = (what: string) =>
        page
          .getByRole('row', { name: new RegExp(`^${what}`) })
          .getByRole('cell')
          .allTextContents();
      assert.deepEqual(await row('Requests'), ['50', '–']);
      assert.deepEqual(await row('Refused'), ['50', '50']);
      assert.deepEqual(await row('Calls of the refresh'), ['1', '1']);
      assert.deepEqual(await row('Refreshes granted'), ['–', '1']);
      assert.deepEqual(await row('Sent again'), ['50', '–']);
      assert.deepEqual(await row('On the wire'), ['100', '100']);
      assert.deepEqual(await row('Answered'), ['50', '–']);
      assert.deepEqual(await row('Failed'), ['0', '–']);
      assert.deepEqual(await row('Refresh tokens used twice'), ['–', '0']);

      assert.equal(after.refreshCalls - before.refreshCalls, 1);
      assert.equal(after.refreshes - before.refreshes, 1);
      assert.equal(after.reuse, 0);
      assert.equal(after.requests - before.requests, 100);
      assert.equal(after.expired - before.expired, 50);
    }));

  it('shows a guarded page after a reload without ever showing the login', () =>
    journey('reload', async (page) => {
      await page.goto('/notes');
      const session = await signIn(page);
      await page.getByRole('heading', { name: 'Notes' }).waitFor();
      const { refreshes } = await counts(session);

      await page.reload();
      await page.getByRole('heading', { name: 'Notes' }).waitFor();
      assert.deepEqual(await seen(page), { urls: ['/notes'], login: false });
      assert.equal((await counts(session)).refreshes, refreshes + 1, 'the page was restored by a refresh');
    }));

  it('shows it without the login also when the refresh takes its time', () =>
    journey('slow reload', async (page) => {
      await page.goto('/notes');
      const session = await signIn(page);
      await page.getByRole('heading', { name: 'Notes' }).waitFor();

      await lab(session, 'faults', { refresh: { delay: { arrival: 700 } } });
      await page.reload();
      await page.getByText('Looking for your session').waitFor();
      await page.getByRole('heading', { name: 'Notes' }).waitFor();
      assert.deepEqual(await seen(page), { urls: ['/notes'], login: false });
    }));

  it('shows the login after a reload when the refresh is refused, which the same recorder sees', () =>
    journey('refused reload', async (page) => {
      await page.goto('/notes');
      const session = await signIn(page);
      await page.getByRole('heading', { name: 'Notes' }).waitFor();

      await notesLoaded(page); // a request on its way would meet the refusal before the test does
      await lab(session, 'revoke');
      await page.reload();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      assert.deepEqual(await seen(page), { urls: ['/notes', '/login?returnUrl=%2Fnotes'], login: true });
    }));

  it('leads to the login without a way back after signing out, and keeps the guarded page shut', () =>
    journey('sign-out', async (page) => {
      await page.goto('/notes');
      const session = await signIn(page);
      await page.getByRole('heading', { name: 'Notes' }).waitFor();
      const signedOut = page.waitForResponse('**/api/auth/sign-out');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL('/login');
      assert.equal((await signedOut).status(), 204);

      await page.getByRole('link', { name: 'Notes' }).click();
      await page.waitForURL('/login?returnUrl=%2Fnotes');
      await page.goto('/notes');
      await page.waitForURL('/login?returnUrl=%2Fnotes');
      await page.getByText('Signed out').waitFor();
      assert.equal((await counts(session)).refreshCalls, 0);
    }));

  it('leads to the login once when the session is refused on a page, and back to it', () =>
    journey('refused', async (page) => {
      await page.goto('/notes');
      const session = await signIn(page);
      await page.waitForURL('/notes');
      await page.getByRole('heading', { name: 'Notes' }).waitFor();
      const { urls: before } = await seen(page);

      await notesLoaded(page); // a request on its way would meet the refusal before the test does
      await lab(session, 'revoke');
      await lab(session, 'expire');
      await addNote(page, 'too late');
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      assert.deepEqual((await seen(page)).urls, [...before, '/login?returnUrl=%2Fnotes']);

      await signIn(page);
      await page.getByRole('heading', { name: 'Notes' }).waitFor();
      assert.deepEqual((await seen(page)).urls, [...before, '/login?returnUrl=%2Fnotes', '/notes']);
    }));

  it('leads to the login once also when 50 requests meet the refusal together, on the way to a guarded page', () =>
    journey('refused storm', async (page) => {
      await page.goto('/?fault=refuse');
      const signedIn = page.waitForResponse('**/api/auth/sign-in');
      const refreshing = page.waitForRequest('**/api/auth/refresh');
      await page.getByRole('button', { name: 'Send 50 requests' }).click();
      const { session } = (await (await signedIn).json()) as { session: string };
      await refreshing;
      await page.getByRole('link', { name: 'Notes' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.waitForLoadState('networkidle');
      assert.deepEqual((await seen(page)).urls, ['/?fault=refuse', '/login?returnUrl=%2Fnotes']);
      assert.equal((await counts(session)).refreshCalls, 1);
    }));

  it('X11: leads all of 8 tabs to the login, once each, when one signs out while all refresh', () =>
    journey('sign-out in tabs', async (page, context) => {
      await page.goto('/notes');
      const session = await signIn(page);
      await notesLoaded(page);
      const tabs = [page];
      for (let n = 1; n < 8; n++) {
        const tab = await context.newPage();
        await tab.goto('/notes');
        await notesLoaded(tab);
        tabs.push(tab);
      }
      const before = await Promise.all(tabs.map(seen));
      const { requests, expired, refreshes } = await counts(session);

      await lab(session, 'faults', { refresh: { hang: 'arrival' } });
      await lab(session, 'expire');
      for (const tab of tabs) await addNote(tab, 'too late');
      while ((await counts(session)).expired < expired + 8);
      await page.getByRole('button', { name: 'Sign out' }).click();
      for (const tab of tabs) await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
      await Promise.all(tabs.map((tab) => tab.waitForLoadState('networkidle')));

      for (const [n, tab] of tabs.entries())
        assert.deepEqual((await seen(tab)).urls, [
          ...before[n]!.urls,
          n === 0 ? '/login' : '/login?returnUrl=%2Fnotes',
        ]);
      const after = await counts(session);
      assert.deepEqual([after.requests - requests, after.expired - expired, after.reuse], [8, 8, 0]); // nothing was sent again
      assert.equal(after.refreshes, refreshes);
    }));

  it('shows the progress of an upload, and what the server received is the file', () =>
    journey('upload', async (page, context) => {
      await page.goto('/notes');
      await signIn(page);
      const progress = page.getByRole('progressbar', { name: 'Upload progress' });
      const values = await progress.evaluateHandle((element: HTMLProgressElement) => {
        const values: number[] = [];
        new MutationObserver(() => values.push(element.value)).observe(element, { attributeFilter: ['value'] });
        return values;
      });
      const devtools = await context.newCDPSession(page);
      const slowly = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 4 * 1024 * 1024 };
      await devtools.send('Network.enable');
      await devtools.send('Network.emulateNetworkConditions', slowly);

      const buffer = randomBytes(8 * 1024 * 1024);
      await page
        .getByLabel('File, at most 64 MB')
        .setInputFiles({ name: 'random.bin', mimeType: 'application/octet-stream', buffer });
      await page.getByText(createHash('sha256').update(buffer).digest('hex')).waitFor();

      const steps = await values.jsonValue();
      const between = steps.filter((value) => value > 0 && value < 100);
      assert.ok(between.length >= 2, `progress went through ${steps}`);
      assert.deepEqual(
        steps,
        steps.toSorted((a, b) => a - b),
        'it never went back',
      );
      assert.equal(steps.at(-1), 100);
    }));

  it('P15: has done nothing that a strict policy forbids, with Trusted Types required, which the same recorder would see', async () => {
    assert.deepEqual(violations, []);

    const page = await browser.newPage();
    const answer = await page.goto(origin);
    assert.match(
      answer!.headers()['content-security-policy']!,
      /^default-src 'self'; style-src 'self' 'nonce-[\w+/=]{24}'; require-trusted-types-for 'script'; trusted-types angular;/,
    );
    await page.getByRole('heading', { level: 1 }).waitFor();
    const reported = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.evaluate(() => {
      try {
        document.querySelector('h1')!.innerHTML = '<b>Forbidden</b>';
      } catch {
        // that is what the policy is for
      }
    });
    await reported;
    assert.equal(await page.getByText('Forbidden').count(), 0);
    assert.match(violations.join(), /"violated-directive":"require-trusted-types-for"/);
    await page.close();
  });

  it('left nothing in the console but what the browser writes for a 401', () => {
    assert.deepEqual(noise, []);
  });
});

/** Fills in the login and answers the server's name for the session. */
async function signIn(page: Page): Promise<string> {
  await page.getByLabel('Name').fill('ada');
  await page.getByLabel('Password').fill('lovelace');
  const answered = page.waitForResponse('**/api/auth/sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();

  return ((await (await answered).json()) as { session: string }).session;
}

function notesLoaded(page: Page): Promise<void> {
  return page.locator('section[aria-label="Your notes"][aria-busy="false"]').waitFor();
}

async function addNote(page: Page, text: string): Promise<void> {
  await page.getByLabel('New note').fill(text);
  await page.getByRole('button', { name: 'Add' }).click();
}

function note(page: Page, text: string) {
  return page.getByRole('listitem').filter({ hasText: text });
}

function seen(page: Page): Promise<Seen> {
  return page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
}

/** Runs in every document before anything else does: notes its URLs frame by frame, and whether the login was ever in it. */
function recordWhatIsSeen(): void {
  const seen: Seen = { urls: [], login: false };
  const noteUrl = ({ pathname, search }: URL | Location) => {
    if (seen.urls.at(-1) !== pathname + search) seen.urls.push(pathname + search);
  };
  for (const change of ['pushState', 'replaceState'] as const) {
    const original = history[change].bind(history);
    history[change] = (data, unused, url) => {
      original(data, unused, url);
      noteUrl(location);
    };
  }
  const everyFrame = () => {
    noteUrl(location);
    requestAnimationFrame(everyFrame);
  };
  everyFrame();
  // What was added, rather than what is there: a login that is gone again in the same task counts too.
  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (node instanceof Element && (node.matches('app-login-page') || node.querySelector('app-login-page'))) {
        seen.login = true;
      }
    }
  }).observe(document, { childList: true, subtree: true });
  Object.assign(globalThis, { seen });
}
