import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE, WORKSPACE } from './manifest.ts';

/** The CLI, from the folder of an application. */
export const NG = 'node_modules/@angular/cli/bin/ng.js';
const OPTIONS = ['--skip-git', '--skip-install', '--defaults', '--ssr=false', '--style=css', '--package-manager=npm'];

/** A folder outside of this workspace, where applications are generated and the packed library lies. */
export class Workshop {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'ngx-axios-consumers-')));
  readonly environment: NodeJS.ProcessEnv = {
    ...process.env,
    TMPDIR: this.folder,
    NG_CLI_ANALYTICS: 'false',
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
  };

  /** Packs the library, and says what it has to be asked for by from an application's folder. */
  async pack(): Promise<string> {
    await this.run('npm', ['pack', PACKAGE, '--ignore-scripts', '--pack-destination', this.folder], this.folder);

    return `file:../${readdirSync(this.folder).find((name) => name.endsWith('.tgz'))}`;
  }

  async generate(name: string, ...flags: string[]): Promise<string> {
    await this.outside(this.folder, 'new', name, ...OPTIONS, ...flags);

    return join(this.folder, name);
  }

  /** Runs the workspace's CLI under another path, because it refuses `new` when it finds itself inside a workspace. */
  outside(cwd: string, ...args: string[]): Promise<string> {
    const tools = join(this.folder, 'tools');
    if (mkdirSync(tools, { recursive: true }))
      symlinkSync(join(WORKSPACE, 'node_modules'), join(tools, 'node_modules'));
    const cli = ['--preserve-symlinks', '--preserve-symlinks-main', join(tools, NG)];

    return this.run(process.execPath, [...cli, ...args], cwd);
  }

  /** Runs the CLI of an application. */
  ng(application: string, ...args: string[]): Promise<string> {
    return this.run(process.execPath, [NG, ...args], application);
  }

  /** Runs a command, and shows what it printed only when it fails. */
  run(command: string, args: string[], cwd: string): Promise<string> {
    return new Promise((done, failed) => {
      const options = { cwd, env: this.environment, timeout: 240_000, maxBuffer: 2 ** 26 };
      execFile(command, args, options, (error, stdout, stderr) => {
        if (error) failed(new Error(`${[command, ...args].join(' ')}\n${stdout}${stderr}`, { cause: error }));
        else done(stdout + stderr);
      });
    });
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
