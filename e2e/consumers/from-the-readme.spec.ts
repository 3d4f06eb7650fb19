import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import { readManifest, WORKSPACE, withOwnAngular, writeManifest } from './manifest.ts';
import { quickStart } from './quick-start.ts';
import { freePort, Served } from './served.ts';
import { NG, Workshop } from './workshop.ts';

/** The port of the playground's server, in what README says. */
const PLAYGROUND = 'localhost:4200';

describe('The quick start of README', () => {
  const { commands, files, lines, promise } = quickStart();
  const [install, start, create, add, serve] = commands.map((words) => words.join(' '));

  it('takes no more than 5 commands and 25 typed lines', () => {
    assert.ok(commands.length <= 5, `${commands.length} commands`);
    assert.ok(lines > 0 && lines <= 25, `${lines} lines`);
    assert.match(promise, new RegExp(`five commands, and ${lines} lines`));
  });

  it('leads to an application whose 50 requests with an expired token are saved by one refresh', async () => {
    const workshop = new Workshop();
    try {
      assert.equal(install, 'npm ci'); // as has been done here
      const origin = await playground();
      await using _server = origin.server;

      const application = await created(workshop);
      await added(workshop, application);
      for (const { path, text } of files) write(application, path, text.replaceAll(PLAYGROUND, origin.host));
      await using site = await served(workshop, application);
      await outliveAnExpiry(site.origin, `http://${origin.host}`);
    } finally {
      workshop.close();
    }
  });

  /** `npm start`, without what has been built before this test. */
  async function playground() {
    const { scripts } = readManifest(WORKSPACE) as { scripts?: Record<string, string> };
    assert.equal(start, 'npm start');
    assert.match(scripts!['start']!, / && node server\/main\.ts$/);
    const port = await freePort();
    const env = { ...process.env, PORT: String(port), DATABASE: ':memory:', ACCESS_LIFETIME: '600' };

    return { host: `localhost:${port}`, server: await Served.start(['server/main.ts'], WORKSPACE, env) };
  }

  /** The CLI is this workspace's, and so are the versions of Angular: see `withOwnAngular`. */
  async function created(workshop: Workshop): Promise<string> {
    const application = join(workshop.folder, 'empty');
    mkdirSync(application);
    const args = after(create, 'npx --yes @angular/cli@22');
    await workshop.outside(application, ...args, '--skip-install', '--skip-git', '--package-manager=npm');
    writeManifest(application, withOwnAngular(readManifest(application)));
    await workshop.run('npm', ['install', '--no-audit', '--no-fund'], application);

    return application;
  }

  /** The package is the one that has been built here. */
  async function added(workshop: Workshop, application: string): Promise<void> {
    const [command, , ...flags] = after(add, 'npx ng');
    await workshop.ng(application, command!, await workshop.pack(), ...flags);
  }

  /** The port is a free one. */
  async function served(workshop: Workshop, application: string) {
    const port = String(await freePort());
    const args = after(serve, 'npx ng').map((word) => (word === '4300' ? port : word));
    assert.ok(args.includes(port));
    const server = await Served.start([NG, ...args], application, workshop.environment);

    return { origin: `http://localhost:${port}`, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  }
});

/** Does what README says then, but has the token expire at once. */
async function outliveAnExpiry(origin: string, playground: string): Promise<void> {
  await using browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(`${origin}/account`);
  await page.waitForURL('**/login?returnUrl=%2Faccount');
  const session = await signIn(page);
  const shown = (outcome: string) => page.getByText(outcome).waitFor();
  const send = page.getByRole('button', { name: 'Send 50' });

  await send.click();
  await shown('50 answered, refreshes: 0');
  const lab = `${playground}/lab/${session}`;
  assert.equal((await fetch(`${lab}/expire`, { method: 'POST' })).status, 204);
  await send.click();
  await shown('50 answered, refreshes: 1');

  const counts = (await (await fetch(`${lab}/counts`)).json()) as Record<string, number>;
  assert.deepEqual(
    {
      requests: counts['requests'],
      expired: counts['expired'],
      refreshes: counts['refreshes'],
      reuse: counts['reuse'],
    },
    { requests: 150, expired: 50, refreshes: 1, reuse: 0 },
  );
}

/** Answers the server's name for the sign-in. */
async function signIn(page: Page): Promise<string> {
  await page.getByLabel('Name').fill('ada');
  await page.getByLabel('Password').fill('lovelace');
  const answer = page.waitForResponse('**/auth/sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();

  return ((await (await answer).json()) as { session: string }).session;
}

/** The words of a command behind those that it must begin with. */
function after(command: string | undefined, beginning: string): string[] {
  assert.ok(command !== undefined && command.startsWith(`${beginning} `), command);

  return command.slice(beginning.length + 1).split(' ');
}

function write(application: string, path: string, text: string): void {
  if (path.startsWith('src/')) assert.ok(existsSync(join(application, path)), `${path} is in place of nothing`);
  writeFileSync(join(application, path), text);
}
