import type { TrueSession } from './true-sessions.ts';

/** One call of the application's `refresh`, as the application sees it. */
export interface Refresh {
  readonly token: string;
  readonly session: TrueSession | undefined;
  readonly startedAt: number;
  /** An earlier call with the same token got no answer, or not in time. */
  readonly wasLostBefore: boolean;
  /** `left`: the client hung up before there was an outcome. */
  outcome?: 'refreshed' | 'refused' | 'unavailable' | 'left';
  endedAt?: number;
  /** It failed without an answer. */
  isLost?: boolean;
  /** It failed so that nobody can know whether the server has used the refresh token up. */
  mayBeSpent?: boolean;
  /** The refresh token that it brought. */
  successor?: string | undefined;
}

/** All calls of `refresh`, and what may be held against them. */
export class Refreshes {
  readonly #all: Refresh[] = [];
  readonly #deadline: number;
  /** After so many milliseconds the client may hang up, and try the same token again. */
  readonly #hardLimit: number;

  constructor(deadline: number) {
    this.#deadline = deadline;
    this.#hardLimit = 3 * deadline;
  }

  begin(token: string, session: TrueSession | undefined, startedAt: number): Refresh {
    const wasLostBefore = this.#all.some((call) => call.token === token && (call.isLost ?? this.isGivenUp(call)));
    const refresh: Refresh = { token, session, startedAt, wasLostBefore };
    this.#all.push(refresh);

    return refresh;
  }

  end(refresh: Refresh, outcome: NonNullable<Refresh['outcome']>, endedAt: number): void {
    Object.assign(refresh, { outcome, endedAt });
  }

  get last(): Refresh | undefined {
    return this.#all.at(-1);
  }

  /** Those that the client still waits for. */
  get open(): Refresh[] {
    return this.#all.filter(({ outcome }) => outcome === undefined);
  }

  /**
   * Whether the client can be excused for presenting this refresh token again: an earlier call with it came to nothing, or was
   * given up when its time was over, so that nobody can know whether the server has used it up.
   */
  excuse(token: string): boolean {
    return this.#all.some((call) => call.token === token && (call.mayBeSpent || this.isGivenUp(call)));
  }

  /** Whether the client has been handed what this refresh token was exchanged for. */
  hasSuccessor(token: string): boolean {
    return this.#all.some((call) => call.token === token && call.successor !== undefined);
  }

  /** Whether the client has hung up because the time of the call was over. */
  isGivenUp({ outcome, startedAt, endedAt = 0 }: Refresh): boolean {
    return outcome === 'left' && endedAt - startedAt >= this.#hardLimit;
  }

  /**
   * Whether somebody may be told of an outage: a refresh of the session has failed without proving anything, or has taken too
   * long, since somebody waits, or since the last one that went well.
   */
  hadOutage(session: TrueSession | 'any' | undefined, since: number, now: number): boolean {
    const calls = this.#all.filter((call) => session === 'any' || call.session === session);
    // What has gone well this very moment may have come some microtasks too late.
    const well = calls.findLastIndex(({ outcome, endedAt }) => outcome === 'refreshed' && endedAt! < now);

    return calls.some((call, index) => {
      const failedAt = this.#failedAt(call, now);

      return failedAt !== undefined && (index > well || failedAt >= since);
    });
  }

  #failedAt({ outcome, startedAt, endedAt = Infinity }: Refresh, now: number): number | undefined {
    const deadline = startedAt + this.#deadline;
    if (Math.min(endedAt, now) >= deadline) return deadline;

    return outcome === 'unavailable' ? endedAt : undefined;
  }
}
