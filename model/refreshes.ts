import type { TrueSession } from './true-sessions.ts';

/** One call of the application's `refresh`, as the application sees it. */
export interface Refresh {
  readonly token: string;
  readonly session: TrueSession | undefined;
  readonly startedAt: number;
  /** An earlier call with the same token got no answer, or not in time. */
  readonly wasLostBefore: boolean;
  outcome?: 'refreshed' | 'refused' | 'unavailable';
  /** It failed without an answer. */
  isLost?: boolean;
  /** The refresh token that it brought. */
  successor?: string | undefined;
  /** When the client hung up, before there was an outcome. */
  hungUpAt?: number;
}

/** All calls of `refresh`, and what may be held against them. */
export class Refreshes {
  readonly all: Refresh[] = [];
  /** After so many milliseconds the client may hang up, and try the same token again. */
  readonly #hardLimit: number;

  constructor(hardLimit: number) {
    this.#hardLimit = hardLimit;
  }

  begin(token: string, session: TrueSession | undefined, startedAt: number): Refresh {
    const wasLostBefore = this.all.some((call) => call.token === token && (call.isLost ?? call.hungUpAt !== undefined));
    const refresh: Refresh = { token, session, startedAt, wasLostBefore };
    this.all.push(refresh);

    return refresh;
  }

  /**
   * Whether the client can be excused for presenting this refresh token again: an earlier call with it came to nothing, or was
   * given up when its time was over, so that nobody can know whether the server has used it up.
   */
  excuse(token: string): boolean {
    return this.all.some((call) => call.token === token && (call.outcome === 'unavailable' || this.isGivenUp(call)));
  }

  /** Those that the client still waits for. */
  get open(): Refresh[] {
    return this.all.filter(({ outcome, hungUpAt }) => outcome === undefined && hungUpAt === undefined);
  }

  /** Whether the client has been handed what this refresh token was exchanged for. */
  hasSuccessor(token: string): boolean {
    return this.all.some((call) => call.token === token && call.successor !== undefined);
  }

  /** Whether a refresh of the session has failed, or been waited for in vain for so long, without proving anything. */
  hadOutage(session: TrueSession | 'any' | undefined, patience: number, now: number): boolean {
    return this.all.some(
      ({ outcome, startedAt, hungUpAt = now, ...call }) =>
        (session === 'any' || call.session === session) &&
        (outcome === 'unavailable' || hungUpAt - startedAt >= patience),
    );
  }

  /** Whether the client has hung up because the time of the call was over. */
  isGivenUp({ outcome, startedAt, hungUpAt }: Refresh): boolean {
    return outcome === undefined && hungUpAt !== undefined && hungUpAt - startedAt >= this.#hardLimit;
  }
}
