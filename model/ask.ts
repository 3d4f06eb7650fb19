import type { TrueSession } from './true-sessions.ts';

/** Something that somebody waits for. */
export interface Ask {
  readonly number: number;
  readonly what: 'request' | 'token' | 'refresh' | 'sign-out';
  /** The session it belongs to. Begun while nobody is signed in, the first send with a token says. */
  session: TrueSession | undefined;
  /** It was made before it was known whether somebody is signed in. */
  beganUnknown: boolean;
  /** It may not be sent twice. */
  readonly once: boolean;
  /** How often it has been sent. */
  sends: number;
  /** For how long it has waited before it was last sent, in milliseconds. */
  waited: number;
  /** Since when it waits for something else than an answer of its own. */
  waitsSince: number;
  outcome?: Outcome;
  givenUp?: 'unsubscribed' | 'aborted';
  /** Leaves, as the application does. */
  readonly unsubscribe?: () => void;
  readonly abort?: () => void;
}

/** How an ask ends. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown };
