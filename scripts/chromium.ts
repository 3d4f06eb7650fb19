import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Flags for a browser that tests drive: no sandbox for root, where Chromium refuses to have one, no calls home, and trust in a certificate of our own. */
export const CHROMIUM_FLAGS: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--ignore-certificate-errors',
];

/** The path of a Chrome or Chromium: `CHROME_BIN`, one on the path, or Debian's, installed if this machine lets us. */
export function chromium(): string {
  return find() ?? install() ?? fail();
}

function find(): string | undefined {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));

  return [process.env['CHROME_BIN'] ?? '', ...onPath, MAC].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    if (path) accessSync(path, constants.X_OK);
    return path !== '';
  } catch {
    return false;
  }
}

function install(): string | undefined {
  if (process.getuid?.() !== 0) return undefined;

  try {
    console.log('No Chrome or Chromium found: installing the Debian package "chromium".');
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return find();
}

function fail(): never {
  console.error(
    'The tests need Chrome or Chromium: install one (on Debian: apt-get install chromium), or set CHROME_BIN to its path.',
  );
  process.exit(1);
}
