import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { SANDBOXES, type Run } from './stryker-options.ts';

/**
 * Runs Stryker in a process group of its own, because an interrupted Stryker leaves its builds and browsers behind: what is left
 * of the group is ended, however the run ends. Whether it came to its end.
 */
export async function runApart(run: Run): Promise<boolean> {
  const script = join(import.meta.dirname, 'run.ts');
  const stryker = spawn(process.execPath, [script, JSON.stringify(run)], { detached: true, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stryker.kill(signal));
  const [code] = (await once(stryker, 'exit')) as [number | null];
  try {
    process.kill(-stryker.pid!, 'SIGKILL');
  } catch {
    // nothing is left
  }
  rmSync(SANDBOXES, { recursive: true, force: true });

  return code === 0;
}
