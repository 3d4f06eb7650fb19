import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];

/** The path of a Firefox; Debian's is installed where this machine lets us. `undefined` where there is none. */
export function firefox(): string | undefined {
  return find() ?? install();
}

function find(): string | undefined {
  return PLACES.find((path) => existsSync(path));
}

function install(): string | undefined {
  try {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'firefox-esr'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return find();
}
