import type { Feature, Settings } from '../page/errand.ts';
import type { Scene } from '../stage/scene.ts';

/** What differs from the ordinary application, server and computer. */
export interface Circumstances extends Partial<Omit<Settings, 'api'>> {
  /** How the server hands its tokens out. Default: as the system is at home in. */
  readonly delivery?: 'cookies' | 'access-in-memory';
  /** Tokens that say nothing of themselves. */
  readonly opaque?: boolean;
  /** How long an access token lives, in seconds. Default: longer than any scenario. */
  readonly lifetime?: number;
  /** How far the device's clock is ahead, in minutes. */
  readonly ahead?: number;
  /** The browser has no Web Locks. */
  readonly locks?: 'missing';
}

/** One thing that a user is promised. */
export interface Scenario {
  readonly promise: string;
  /** By what it is judged. */
  readonly judgedBy: string;
  /** A client that never refreshes cannot keep it. */
  readonly refreshes: boolean;
  /** It does not apply to a system without these. */
  readonly needs?: readonly Feature[];
  readonly circumstances?: Circumstances;
  /** Plays it. Throws `Unkept` or `Hang`. */
  play(scene: Scene): Promise<void>;
}

/** Scenarios about one thing. */
export interface Group {
  readonly title: string;
  readonly scenarios: readonly Scenario[];
}
