import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer as createHttpServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { isAsSent, keepSentElements } from './sent-page.ts';
import type { Delivery, Order } from './ssr/render-apart.ts';
import { build, Site, type SignedIn } from './ssr/site.ts';

const APART = fileURLToPath(new URL('ssr/render-apart.ts', import.meta.url));

describe('An application that is rendered on a server', () => {
  let askedWhileBuilding: (string | undefined)[];
  let site: Site;

  before(async () => {
    askedWhileBuilding = await build();
    site = await Site.open();
  });
  after(async () => site?.close());

  /** The page as the server sends it. Nothing follows a redirect. */
  const pageOf = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(site.origin + path, { headers, redirect: 'manual' });

    return { status: answer.status, html: await answer.text() };
  };

  describe('when it is built', () => {
    for (const kind of ['cookies', 'memory']) {
      it(`prerenders a page that asks, without credentials, and starts no session (${kind})`, async () => {
        const { html } = await pageOf(`/${kind}/about`);
        assert.equal(textOf(html, 'answer'), '401');
        assert.equal(textOf(html, 'phase'), 'restoring');
        assert.deepEqual(askedWhileBuilding, [undefined, undefined]);
      });
    }
  });

  describe('for two users at once', () => {
    let users: Record<'ada' | 'grace', SignedIn>;
    let tokens: string[];

    before(async () => {
      const [ada, grace] = await Promise.all([
        site.signIn('/cookies/api'),
        site.signIn('/cookies/api', 'grace', 'hopper'),
      ]);
      users = { ada: ada!, grace: grace! };
      const inMemory = await Promise.all([site.signIn('/api'), site.signIn('/api', 'grace', 'hopper')]);
      tokens = [...Object.values(users), ...inMemory].flatMap((signedIn) => signedIn.tokens);
      for (const [name, { cookie }] of Object.entries(users)) {
        await fetch(`${site.origin}/cookies/api/notes`, {
          method: 'POST',
          headers: { cookie, 'Content-Type': 'application/json' },
          body: JSON.stringify({ text: `the secret of ${name}` }),
        });
      }
      memory = { ada: inMemory[0]!, grace: inMemory[1]! };
    });
    let memory: Record<'ada' | 'grace', SignedIn>;

    const randomDelay = () => Math.floor(Math.random() * 50);
    const others = { ada: 'grace', grace: 'ada' } as const;

    /** So many pages, for one and the other, with the cookies of each. */
    const orders = (path: string, of: Record<'ada' | 'grace', SignedIn>, count: number) =>
      Array.from({ length: count }, (_, n) => {
        const name: 'ada' | 'grace' = n % 2 === 0 ? 'ada' : 'grace';

        return { name, url: `${site.origin}${path}?delay=${randomDelay()}`, cookie: of[name].cookie };
      });

    it('P1, P2: shows each of them what is theirs in 200 renders at once, and no token in any', async () => {
      const asked = orders('/cookies/work', users, 200);
      const { delivery, ended } = await renderApart({ apiOrigin: site.origin, pages: asked });
      assert.equal(ended, 0);
      asked.forEach(({ name }, n) => {
        const html = delivery.pages[n]!;
        assert.equal(textOf(html, 'who'), `${name}: the secret of ${name}`);
        assert.ok(!html.includes(others[name]), `nothing of ${others[name]} in what ${name} gets`);
      });
      assert.deepEqual(found(tokens, delivery.pages.join()), []);
    });

    it('P1, P2: does so with HttpClient, and puts nothing that it was answered into the state for the browser', async () => {
      const asked = orders('/http/work', users, 50);
      const { delivery } = await renderApart({ apiOrigin: site.origin, pages: asked });
      asked.forEach(({ name }, n) => {
        const html = delivery.pages[n]!;
        assert.equal(textOf(html, 'who'), name);
        assert.ok(!html.includes('secret'), 'the notes were asked for and are not shown');
        assert.ok(!html.includes(others[name]));
      });
      assert.deepEqual(found(tokens, delivery.pages.join()), []);
    });

    it('P1, P2: knows nobody where the access token is in memory, sends no cookie on, and leaves the page to the browser', async () => {
      site.journal.judge([]);
      const asked = orders('/memory/work', memory, 50);
      const { delivery } = await renderApart({ apiOrigin: site.origin, pages: asked });
      for (const html of delivery.pages) {
        assert.equal(textOf(html, 'who'), 'nobody yet');
        assert.equal(textOf(html, 'phase'), 'restoring');
      }
      assert.deepEqual(found(tokens, delivery.pages.join()), []);
      const arrivals = site.journal.arrivals.filter(({ url }) => url.startsWith('/api/'));
      assert.equal(arrivals.length, 51);
      assert.deepEqual([...new Set(arrivals.map(({ tokens: carried }) => carried.length))], [0]);
    });

    for (const [path, of] of [
      ['/cookies/work', () => users],
      ['/memory/work', () => memory],
    ] as const) {
      it(`P3: makes no timer and touches no channel, storage or lock, and the process ends by itself (${path})`, async () => {
        const { delivery, ended } = await renderApart({ apiOrigin: site.origin, pages: orders(path, of(), 20) });
        assert.equal(ended, 0);
        assert.deepEqual(delivery.touched, []);
        assert.deepEqual(delivery.timers, []);
        assert.deepEqual(delivery.resources.after, delivery.resources.before);
      });
    }

    it('hands out a 401 and refreshes nothing, and tells the log no token', async () => {
      const expired = await site.signIn('/cookies/api');
      await site.lab(expired.session, 'expire');
      const pages = [{ url: `${site.origin}/cookies/work`, cookie: expired.cookie }];
      const { delivery, log } = await renderApart({ apiOrigin: site.origin, pages, showsAll: true });
      assert.match(textOf(delivery.pages[0]!, 'failure') ?? '', /status code 401/);
      assert.equal((await site.counts(expired.session))['refreshCalls'], 0);
      assert.match(log, /AxiosError.*401/);
      assert.deepEqual(found(expired.tokens, log + delivery.pages.join()), []);
    });
  });

  it('lets everybody in to a guarded page, without a redirect, and shows nothing of anybody', async () => {
    const { status, html } = await pageOf('/cookies/work');
    assert.equal(status, 200);
    assert.match(html, /<h1>Work<\/h1>/);
    assert.equal(textOf(html, 'who'), 'nobody yet');
  });

  describe('beside a server of somebody else', () => {
    let stranger: Server;
    let host: string;
    const received: (string | undefined)[] = [];

    before(async () => {
      stranger = createHttpServer((request, response) => {
        received.push(request.headers.cookie ?? 'no cookie');
        response.end('[]');
      });
      await new Promise<void>((resolve) => stranger.listen(0, 'localhost', resolve));
      host = `localhost:${(stranger.address() as { port: number }).port}`;
    });
    after(() => stranger?.close());

    it('U12: asks the API that the application names, whatever the Host header says', async () => {
      const { cookie } = await site.signIn('/cookies/api');
      for (const page of ['/cookies/work', '/http/work']) {
        const { status, body } = await askAs(host, site.origin + page, cookie);
        assert.equal(status, 200);
        assert.match(textOf(body, 'who') ?? '', /^ada/);
      }
      assert.deepEqual(received, []);
    });

    it('U7: takes no cookie along when the API redirects to it', async () => {
      const { session, cookie } = await site.signIn('/cookies/api');
      await site.lab(session, 'faults', { api: [{ redirect: `http://${host}/` }] });
      await pageOf('/cookies/work', { cookie });
      assert.deepEqual(received, ['no cookie']);
    });
  });

  describe('in a browser', () => {
    let browser: Browser;

    before(async () => {
      browser = await openBrowser();
    });
    after(async () => browser?.close());

    for (const kind of ['cookies', 'memory']) {
      it(`hydrates the page after a reload without an error, and never shows the login (${kind})`, async () => {
        const visit = await Visit.begin(browser, site.origin);
        await visit.signIn(kind);
        visit.forget();
        await visit.page.reload();
        await visit.isStable();

        await visit.shows('who', /^ada/);
        assert.deepEqual(visit.headings, ['Work']);
        assert.deepEqual(visit.complaints, []);
        assert.ok(await isAsSent(visit.page.locator('#who')));
        await visit.end();
      });

      it(`leads a visitor whom nobody knows to the login, once, and back (${kind})`, async () => {
        const visit = await Visit.begin(browser, site.origin);
        await visit.signIn(kind);
        assert.deepEqual(visit.headings, ['Work', 'Login', 'Work']);
        assert.deepEqual(visit.complaints, []);
        await visit.end();
      });

      it(`P5: shows what comes of a refresh that lock and database have brought (${kind})`, async () => {
        const visit = await Visit.begin(browser, site.origin);
        const session = await visit.signIn(kind);
        await visit.page.reload();
        await visit.isStable();
        await site.lab(session, 'expire');
        await visit.page.getByRole('button', { name: 'Ask again' }).click();

        await visit.shows('asked', /^1$/);
        await visit.shows('phase', /^signed-in$/);
        assert.equal((await site.counts(session))['refreshes'], kind === 'memory' ? 2 : 1);
        await visit.end();
      });

      it(`P15: needs no more than a strict policy lets it do, with Trusted Types required (${kind})`, async (test) => {
        site.policy =
          "default-src 'self'; script-src 'self' 'nonce-once'; img-src data:; require-trusted-types-for 'script'; trusted-types angular";
        test.after(() => (site.policy = undefined));
        const visit = await Visit.begin(browser, site.origin);
        const session = await visit.signIn(kind);
        await visit.page.reload();
        await visit.isStable();
        await site.lab(session, 'expire');
        await visit.page.getByRole('button', { name: 'Ask again' }).click();
        await visit.shows('asked', /^1$/);
        assert.deepEqual(visit.violations, []);

        const isInForce = await visit.page.evaluate(() => {
          try {
            document.createElement('p').innerHTML = '<b></b>';

            return false;
          } catch {
            return true;
          }
        });
        assert.ok(isInForce);
        await visit.end();
      });
    }

    it('P4: comes to rest while an early refresh is due, other tabs are listened to and a session is kept', async () => {
      const visit = await Visit.begin(browser, site.origin);
      await visit.signIn('memory');
      await visit.page.reload();
      await visit.shows('phase', /^signed-in$/);
      await visit.isStable();
      await visit.end();
    });

    it('P16: refreshes past a service worker that caches what it can, which ends no session when it answers 504', async () => {
      const visit = await Visit.begin(browser, site.origin);
      const session = await visit.signIn('memory');
      await visit.page.evaluate(async () => {
        await navigator.serviceWorker.register('/caching-worker.js');
        await navigator.serviceWorker.ready;
        if (!navigator.serviceWorker.controller)
          await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
      });
      /** Asks with a token that has expired. Answers what came of the refresh, by way of the worker. */
      const ask = async () => {
        await site.lab(session, 'expire');
        const answered = visit.page.waitForResponse((response) => response.url().endsWith('/auth/refresh'));
        await visit.page.getByRole('button', { name: 'Ask again' }).click();
        const answer = await answered;
        assert.ok(answer.fromServiceWorker());

        return answer.status();
      };
      for (const times of [1, 2]) {
        assert.equal(await ask(), 200);
        await visit.shows('asked', new RegExp(`^${times}$`));
        assert.equal((await site.counts(session))['refreshes'], times);
      }
      await site.lab(session, 'faults', { refresh: { destroy: 'before' } });
      assert.equal(await ask(), 504);
      await visit.shows('failure', /RefreshUnavailableError/);
      await visit.shows('phase', /^signed-in$/);
      await visit.end();
    });
  });
});

/** What somebody sees who visits the pages. */
class Visit {
  /** All first headings that were shown, one after the other. */
  headings: string[] = [];
  /** What the browser has complained of. */
  readonly complaints: string[] = [];
  /** What the page has done that its policy forbids. */
  readonly violations: string[] = [];
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #origin: string;

  private constructor(context: BrowserContext, page: Page, origin: string) {
    this.#context = context;
    this.page = page;
    this.#origin = origin;
  }

  static async begin(browser: Browser, origin: string): Promise<Visit> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const visit = new Visit(context, page, origin);
    await keepSentElements(page);
    await page.exposeFunction('sawHeading', (heading: string) => {
      if (visit.headings.at(-1) !== heading) visit.headings.push(heading);
    });
    await page.exposeFunction('sawViolation', (violation: string) => visit.violations.push(violation));
    await page.addInitScript(() => {
      const { sawHeading, sawViolation } = globalThis as unknown as Record<string, (seen: string) => void>;
      addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile, sample }) =>
        sawViolation!(`${violatedDirective} ${sourceFile} ${sample}`),
      );
      new MutationObserver(() => {
        for (const { textContent } of document.querySelectorAll('h1')) sawHeading!(textContent ?? '');
      }).observe(document, { childList: true, subtree: true });
    });
    page.on('console', (message) => {
      // The browser itself tells of every 401.
      if (message.type() === 'error' && !message.text().includes('401')) visit.complaints.push(message.text());
    });
    page.on('pageerror', (error) => visit.complaints.push(String(error)));

    return visit;
  }

  /** Goes to the guarded page, and through the login that this leads to. Answers the server's handle for the session. */
  async signIn(kind: string): Promise<string> {
    await this.page.goto(`${this.#origin}/${kind}/work`);
    await this.page.waitForURL(`${this.#origin}/${kind}/login?returnUrl=%2F${kind}%2Fwork`);
    const answered = this.page.waitForResponse((response) => response.url().endsWith('/auth/sign-in'));
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    const { session } = (await (await answered).json()) as { session: string };
    await this.page.waitForURL(`${this.#origin}/${kind}/work`);
    await this.shows('who', /^ada/);

    return session;
  }

  async shows(id: string, text: RegExp): Promise<void> {
    await this.page.locator(`#${id}`, { hasText: text }).waitFor({ state: 'attached' });
  }

  isStable(): Promise<void> {
    return this.shows('stable', /^stable$/);
  }

  forget(): void {
    this.headings = [];
    this.complaints.length = 0;
  }

  end(): Promise<void> {
    return this.#context.close();
  }
}

/** Renders in a process of its own, and waits for its end, which nobody brings about. */
async function renderApart(order: Order): Promise<{ delivery: Delivery; ended: number | null; log: string }> {
  const child = spawn(process.execPath, [APART], { stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  child.stdin.end(JSON.stringify(order));
  const [output, log] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await ended;
  if (code !== 0) throw new Error(`The renderer ended with ${code}: ${log}`);

  return { delivery: JSON.parse(output) as Delivery, ended: code, log };
}

/** Asks for a page as one that is served by another host. `fetch` would not let us. */
async function askAs(host: string, url: string, cookie: string): Promise<{ status: number; body: string }> {
  const { request } = await import('node:http');

  return new Promise((resolve, reject) => {
    request(url, { headers: { host, cookie, 'x-forwarded-host': host } }, async (response) =>
      resolve({ status: response.statusCode!, body: await text(response) }),
    )
      .on('error', reject)
      .end();
  });
}

/** What an element says, in the HTML of the server. */
function textOf(html: string, id: string): string | undefined {
  return new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(html)?.[1];
}

function found(tokens: readonly string[], where: string): number[] {
  return tokens.flatMap((token, n) => (where.includes(token) ? [n] : []));
}
