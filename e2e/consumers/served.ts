import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A process that serves something, ended with its scope. */
export class Served implements AsyncDisposable {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Starts a Node program, and waits until it says where it is to be found. */
  static async start(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Served> {
    const program = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    await new Promise<void>((done, failed) => {
      for (const stream of [program.stdout, program.stderr])
        stream.on('data', (text) => {
          said += String(text);
          if (said.includes('http://localhost')) done();
        });
      program.on('exit', () => failed(new Error(`${args.join(' ')} has ended.\n${said}`)));
    });

    return new Served(program);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill();
    await ended;
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();

  return port;
}
