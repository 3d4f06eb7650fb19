import { Held } from './held';
import { RefreshOutcome } from './refresh-outcome';
import { SessionEndReason } from './session-event';
import { SharedRecord } from './shared-record';
import { TokenSet } from './token-set';

/** What is to be renewed: what the page holds, or something newer that another tab has left. */
export type Renewable = Pick<Held, 'phase' | 'tokens' | 'subject'>;

/** A call of `refresh` that proved nothing. */
export type Unavailable = Extract<RefreshOutcome, { kind: 'unavailable' }>;

/** There are fresh tokens to go on with. */
export interface Renewed {
  readonly kind: 'renewed';
  readonly tokens: TokenSet;
  readonly subject: string | undefined;
  /** They are kept for all tabs already, as far as that was possible, for this sign-in. */
  readonly keptFor?: number;
}

/** The session is over. */
export interface Over {
  readonly kind: 'over';
  readonly reason: SessionEndReason;
  readonly cause?: Error;
  /** Nobody needs fresh credentials yet: those that are held are good until a request meets their end. */
  readonly isEarly: boolean;
}

/** Another tab has changed the session meanwhile. */
export interface Superseded {
  readonly kind: 'superseded';
  readonly record: SharedRecord;
}

/** What one call of `refresh` comes to. */
export type Verdict = Renewed | Over | Unavailable;

/** Judges what `refresh` has answered. `isNeeded` tells whether somebody cannot go on with what is held. */
export function verdictOn(outcome: RefreshOutcome, { phase, tokens, subject }: Renewable, isNeeded: boolean): Verdict {
  if (outcome.kind === 'over') return { ...outcome, isEarly: !isNeeded };
  if (outcome.kind === 'unavailable') return outcome;

  const { subject: whose = subject } = outcome.tokens;
  if (phase === 'signed-in' && subject !== undefined && whose !== subject)
    return { kind: 'over', reason: 'identity-changed', isEarly: false };

  // A refresh token that was not answered stays (RFC 6749 section 6); a lifetime belongs to its access token.
  return { kind: 'renewed', tokens: { ...tokens, expiresIn: undefined, ...outcome.tokens }, subject: whose };
}
