import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { Counts } from '../server/counts.ts';
import type { LogEntry } from '../server/request-log.ts';
import { PlaygroundPage } from './playground/playground-page.ts';
import { Visits } from './playground/visits.ts';

const N = 20;

/** What a fault must come to, told apart from what the page says of itself. */
interface Expected {
  /** The name of the fault, the kind of session and the client it is tried with. */
  readonly fault: string;
  readonly kind: 'access-in-memory' | 'body' | 'cookies';
  readonly client: 'axios' | 'promise' | 'http';
  readonly verdict: RegExp;
  readonly phase: 'Signed in' | 'Signed out';
  readonly server: (counts: Counts, log: readonly LogEntry[]) => void;
}

const answered = new RegExp(`^${N} of ${N} answered\\. `);
const ended = new RegExp(`^0 of ${N} answered, ${N} failed with SessionEndedError\\. .* As documented\\.$`);
const ONE_REFRESH = / 1 refresh, in this page and in the server's log\.$/;

const FAULTS: readonly Expected[] = [
  {
    fault: 'Slow refresh',
    kind: 'access-in-memory',
    client: 'http',
    verdict: ONE_REFRESH,
    phase: 'Signed in',
    server: ({ requests, expired, refreshes }) =>
      assert.deepEqual({ requests, expired, refreshes }, { requests: 30, expired: 10, refreshes: 1 }),
  },
  {
    fault: 'Auth server down for ten seconds',
    kind: 'body',
    client: 'axios',
    verdict: / \d tries to refresh, in this page and in the server's log; 1 granted\.$/,
    phase: 'Signed in',
    server: ({ refreshes }, log) => {
      assert.equal(refreshes, 1);
      const answers = log.filter(({ path }) => path.endsWith('/refresh')).map(({ status }) => status);
      assert.deepEqual(answers, [...answers.slice(1).map(() => 503), 200]);
      assert.ok(answers.length > 2 && answers.length < 10, `it was left alone: ${answers}`);
    },
  },
  {
    fault: 'Refuse the refresh',
    kind: 'cookies',
    client: 'promise',
    verdict: ended,
    phase: 'Signed out',
    server: ({ requests, refreshCalls, refreshes }) =>
      assert.deepEqual({ requests, refreshCalls, refreshes }, { requests: N, refreshCalls: 1, refreshes: 0 }),
  },
  {
    fault: 'Revoke the session',
    kind: 'access-in-memory',
    client: 'axios',
    verdict: ended,
    phase: 'Signed out',
    server: ({ requests, refreshCalls, refreshes }) =>
      assert.deepEqual({ requests, refreshCalls, refreshes }, { requests: N, refreshCalls: 1, refreshes: 0 }),
  },
  {
    fault: 'A late 401',
    kind: 'cookies',
    client: 'http',
    verdict: ONE_REFRESH,
    phase: 'Signed in',
    server: ({ requests, expired, refreshCalls }) =>
      assert.deepEqual({ requests, expired, refreshCalls }, { requests: 2 * N, expired: N, refreshCalls: 1 }),
  },
  {
    fault: 'Wrong clock of the device',
    kind: 'body',
    client: 'promise',
    verdict: ONE_REFRESH,
    phase: 'Signed in',
    server: ({ requests, expired, refreshCalls }) =>
      assert.deepEqual({ requests, expired, refreshCalls }, { requests: 2 * N, expired: N, refreshCalls: 1 }),
  },
  {
    fault: 'Offline for five seconds',
    kind: 'access-in-memory',
    client: 'promise',
    verdict: ONE_REFRESH,
    phase: 'Signed in',
    server: ({ refreshes }, log) => {
      assert.equal(refreshes, 1);
      const notes = log.filter(({ path }) => path.endsWith('/notes'));
      assert.ok(notes.filter(({ broken }) => broken).length >= N, 'nothing was reached at first');
      assert.equal(notes.filter(({ status }) => status === 200).length, N);
    },
  },
  {
    fault: 'Sign out in the middle',
    kind: 'body',
    client: 'http',
    verdict: ended,
    phase: 'Signed out',
    server: ({ requests, refreshCalls }, log) => {
      assert.deepEqual({ requests, refreshCalls }, { requests: N, refreshCalls: 1 });
      assert.equal(log.at(-1)!.path, '/body/api/auth/sign-out');
    },
  },
];

describe('A fault in the playground', () => {
  const visits = new Visits();

  for (const { fault, kind, client, verdict: expected, phase, server } of FAULTS) {
    it(`${fault}: what is documented is on the screen and in the server's log`, () =>
      visits.visit(async (page) => {
        await page.goto(`/?kind=${kind}&client=${client}&requests=${N}`);
        await page.getByLabel('Fault').selectOption(fault);
        const playground = new PlaygroundPage(page);
        const { session, verdict } = await playground.signInAndSend();

        assert.match(verdict, expected);
        if (phase === 'Signed in') assert.match(verdict, answered);
        await page.locator('header').getByText(phase).waitFor();
        const promises = Object.entries(await playground.promises());
        assert.ok(promises.length >= 4);
        for (const [what, came] of promises) assert.match(came, / yes$/, what);

        const [counts, log] = [await visits.counts(session), await visits.log(session)];
        server(counts, log);
        assert.equal(counts.reuse, 0);
        const shown = (await playground.log()).map((line) => Number(/^(?:\d+–)?(\d+) /.exec(line)![1]));
        assert.equal(shown.at(-1), log.length - 1, 'everything but the sign-in is on the screen');
      }));
  }

  it('Offline for five seconds: the same when the browser itself is offline, and for longer', () =>
    visits.visit(async (page, context) => {
      await page.goto(`/?fault=offline&requests=${N}`);
      const playground = new PlaygroundPage(page);
      const broken = page.waitForEvent('requestfailed');
      await playground.button.click();
      await broken;
      await context.setOffline(true);
      await page.waitForTimeout(6_000); // what is told to the server meanwhile does not arrive
      await context.setOffline(false);
      assert.match(await playground.over(), answered);
      await page.locator('header').getByText('Signed in').waitFor();
    }));

  it('A late 401: one comes after the refresh', () =>
    visits.visit(async (page) => {
      const answers: string[] = [];
      page.on('response', (response) => {
        if (response.url().includes('/auth/refresh')) answers.push('refresh');
        if (response.url().includes('/notes')) answers.push(String(response.status()));
      });
      await page.goto(`/?fault=late&requests=${N}`);
      await new PlaygroundPage(page).send();
      assert.ok(answers.lastIndexOf('401') > answers.indexOf('200'), answers.join(' '));
      assert.equal(answers.filter((answer) => answer === 'refresh').length, 1);
    }));

  it('Wrong clock of the device: it is a day ahead meanwhile, and right again afterwards', () =>
    visits.visit(async (page) => {
      const isAhead = () => Date.now() - performance.timeOrigin - performance.now() > 86_000_000;
      await page.goto(`/?fault=clock&requests=${N}`);
      const seen = page.waitForFunction(isAhead);
      await new PlaygroundPage(page).send();
      await seen;
      assert.equal(await page.evaluate(isAhead), false);
    }));

  it('is over when the next one is tried', () =>
    visits.visit(async (page) => {
      await page.goto(`/?requests=${N}`);
      const playground = new PlaygroundPage(page);
      for (const [fault, expected] of [
        ['Sign out in the middle', ended],
        ['Revoke the session', ended],
        ['Refuse the refresh', ended],
        ['None: the token has expired', answered],
      ] as const) {
        await page.getByLabel('Fault').selectOption(fault);
        await playground.send();
        assert.match((await playground.verdict.textContent())!, expected);
      }
    }));

  it('that is not as documented is said to be so', () =>
    visits.visit(async (page) => {
      await page.goto(`/?requests=${N}&fault=revoke`);
      await forgetToRevoke(page);
      const playground = new PlaygroundPage(page);
      assert.match(await playground.send(), / Not as documented\.$/);
      assert.equal((await playground.promises())['The session has ended'], 'refused no: not at all');
    }));
});

/** The server is never told that the session is over, so that the requests are answered. */
function forgetToRevoke(page: Page): Promise<unknown> {
  return page.route('**/lab/*/revoke', (route) => route.fulfill({ status: 204 }));
}
