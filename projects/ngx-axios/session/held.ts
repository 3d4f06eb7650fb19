import { Credentials } from './credentials';
import { SessionState } from './session-state';
import { TokenSet } from './token-set';

/** All that is held of a session at one time. Replaced as a whole, so that nobody ever sees half a change. */
export interface Held extends SessionState {
  readonly credentials: Credentials;
  readonly tokens: TokenSet;
  readonly subject?: string;
  /** When the access token runs out, on the page's monotonic clock; `Infinity` when unknown. */
  readonly runsOutAt: number;
  /** When these became the newest credentials there are: `sharedNow()`. */
  readonly committedAt: number;
}

/** What to hold next. Left out: what a session that is not there has. */
export type Holding = Pick<Held, 'phase'> &
  Partial<Pick<Held, 'tokens' | 'subject' | 'committedAt'>> & {
    session?: number;
    /** How long ago the access token was received, in milliseconds; `-Infinity` when unknown, and with it what is left. */
    age?: number;
  };

/** The time in milliseconds since 1970, on a clock that goes on evenly while a page lives and that tabs can compare. */
export function sharedNow(): number {
  return sharedTime(performance.now());
}

/** A time of the page's monotonic clock on the one that tabs can compare. */
export function sharedTime(now: number): number {
  return performance.timeOrigin + now;
}
