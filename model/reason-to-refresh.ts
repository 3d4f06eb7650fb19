import { isHopeless } from './breaker.ts';
import type { TrueSession } from './true-sessions.ts';

/** Why a client may refresh. */
export type Reason = 'asked for' | 'run out' | 'refused' | 'early';

/** What else must be known. */
export interface Circumstances {
  readonly now: number;
  /** The application itself wants a refresh. */
  readonly isAskedFor: boolean;
  /** The client may refresh before it has to: somebody looks at the page. */
  readonly mayBeEarly: boolean;
}

/** The longest leeway that the client is given, in milliseconds, and the largest share of a lifetime that it may be. */
export const LEEWAY = 30_000;
const LARGEST_SHARE = 0.2;

/** The reason why a client may refresh the session now; `undefined` when there is none. */
export function reasonToRefresh(
  session: TrueSession,
  { now, isAskedFor, mayBeEarly }: Circumstances,
): Reason | undefined {
  const { receivedAt, runsOutAt } = session.tokens;
  const leeway = Math.min(LEEWAY, LARGEST_SHARE * (runsOutAt - receivedAt));
  if (isAskedFor) return 'asked for';
  if (now >= runsOutAt) return 'run out';
  if (session.isRefused && !isHopeless(session.uselessKnown, now)) return 'refused';

  return mayBeEarly && !session.wasRefreshedEarly && now >= runsOutAt - leeway ? 'early' : undefined;
}
