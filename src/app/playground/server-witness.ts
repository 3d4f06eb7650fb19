import { inject, Injectable, signal } from '@angular/core';
import { catchError, EMPTY, exhaustMap, firstValueFrom, interval, Observable } from 'rxjs';
import { KIND, KINDS } from './kind';
import { Lab, ServerCounts } from './lab';
import { LogLine, logLines } from './log-line';

/** The log is read so often while requests are under way, in milliseconds. */
const EVERY = 1_000;

/** What the server counted and logged since a run began. */
@Injectable({ providedIn: 'root' })
export class ServerWitness {
  readonly #lab = inject(Lab);
  readonly #baseURL = KINDS[inject(KIND)].baseURL;
  readonly #log = signal<readonly LogLine[]>([]);
  #countsBefore: ServerCounts | undefined;
  #lastBefore = 0;

  readonly log = this.#log.asReadonly();

  /** Reads along as long as somebody is subscribed. */
  readonly live$: Observable<unknown> = interval(EVERY).pipe(
    exhaustMap(() => this.#read().catch(() => EMPTY)),
    catchError(() => EMPTY),
  );

  /** From now on everything counts. */
  async begin(): Promise<void> {
    this.#countsBefore = await firstValueFrom(this.#lab.counts());
    this.#lastBefore = (await firstValueFrom(this.#lab.log(0))).at(-1)?.order ?? 0;
    this.#log.set([]);
  }

  async end(): Promise<ServerCounts> {
    await this.#read();

    return difference(this.#countsBefore!, await firstValueFrom(this.#lab.counts()));
  }

  /** Another tab has asked the server. */
  show(log: readonly LogLine[]): void {
    this.#log.set(log);
  }

  async #read(): Promise<void> {
    this.#log.set(logLines(await firstValueFrom(this.#lab.log(this.#lastBefore)), this.#baseURL));
  }
}

function difference(before: ServerCounts, after: ServerCounts): ServerCounts {
  return {
    requests: after.requests - before.requests,
    expired: after.expired - before.expired,
    refreshCalls: after.refreshCalls - before.refreshCalls,
    refreshes: after.refreshes - before.refreshes,
    reuse: after.reuse - before.reuse,
  };
}
