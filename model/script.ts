import type { Fate } from './answer.ts';
import type { Habits, Reaction, Requesting, SigningIn } from './application.ts';

/**
 * What happens, as data: it can be printed, replayed, and made smaller until only what matters is left. What does not apply,
 * such as delivering an answer when none is on its way, is left out in playing, so that every part can be taken away.
 */
export interface Script extends Habits {
  /** How long an access token is good at the server, in milliseconds. */
  readonly lifetime: number;
  /** For whatever is left to chance. */
  readonly seed: number;
  readonly steps: readonly Step[];
  /** The application is destroyed after the last step, whatever goes on. */
  readonly breaksOff?: true | undefined;
}

/** One thing that happens, and how many turns of the microtask queue run before. */
export type Step = { readonly turns: number | 'all' } & (
  | ({ readonly do: 'sign-in' } & SigningIn)
  | ({ readonly do: 'request' } & Requesting)
  | { readonly do: 'react'; readonly how: Reaction }
  /** The request that has been under way the which-th longest reaches the server, and the answer sets out. */
  | { readonly do: 'arrive'; readonly which: number; readonly fate: Fate }
  /** The answer that has been on its way the which-th longest is delivered. */
  | { readonly do: 'deliver'; readonly which: number }
  /** Both at once. */
  | { readonly do: 'answer'; readonly which: number; readonly fate: Fate }
  | { readonly do: 'unsubscribe' | 'abort'; readonly which: number }
  /** The server takes the access tokens, or all tokens, of whoever is signed in for expired. */
  | { readonly do: 'expire' | 'revoke' }
  /** The store gets to what it was asked for first. */
  | { readonly do: 'answer-from-store'; readonly works: boolean }
  | { readonly do: 'show'; readonly isShown: boolean }
  | { readonly do: 'pass' | 'set-wall-clock'; readonly by: number }
);
