import axios, { type AxiosError } from 'axios';
import type { Ask } from './ask.ts';
import { isHopeless } from './breaker.ts';
import type { Library } from './library.ts';
import type { TrueSession } from './true-sessions.ts';
import { hostOf, HOME } from './wire.ts';

/** What must be known to judge a failure. */
export interface Circumstances {
  readonly library: typeof Library;
  readonly now: number;
  /** A refresh of the session of whoever asked has failed, or lasted too long, without proving anything. */
  readonly hadOutage: boolean;
  /** Whoever asked has waited for as long as they may. */
  readonly isOutOfPatience: boolean;
}

/** The session that an access token belongs to. */
type OwnerOf = (accessToken: string) => TrueSession | undefined;

/** What is wrong with a value that somebody was given; `undefined` when nothing is. */
export function problemOfValue(ask: Ask, value: unknown, ownerOf: OwnerOf): string | undefined {
  if (ask.what === 'sign-out') return undefined;
  if (ask.what !== 'request') return problemOfToken(ask, value, ownerOf);

  const { user, number } = value as { user?: unknown; number?: unknown };
  if (number !== ask.number) return `is answered with what ${String(number)} asked for`;
  const { subject = ask.session?.user } = ask.session ?? {};
  const hasBeenLiedTo = subject !== ask.session?.user; // nobody had said whose session it is, until an answer said it wrongly
  if (ask.session && user !== ask.session.user && !hasBeenLiedTo)
    return `of ${ask.session.user} is answered for ${String(user)}`;

  return undefined;
}

/** Who asks for a token in one session is never handed that of another. */
function problemOfToken({ session, what }: Ask, value: unknown, ownerOf: OwnerOf): string | undefined {
  const token = what === 'token' ? String(value) : (value as Library.Credentials).accessToken;

  return session && (!token || ownerOf(token) !== session) ? `is handed ${token}, of another session` : undefined;
}

/** What is wrong with the error that somebody was given; `undefined` when it is the right one. */
export function problemOfError(ask: Ask, error: unknown, circumstances: Circumstances): string | undefined {
  const { library, hadOutage, isOutOfPatience } = circumstances;
  if (axios.isCancel(error)) return ask.givenUp === 'aborted' ? undefined : 'is cancelled by nobody';
  if (library.isSessionEndedError(error)) return problemOfEnd(ask, error);
  if (library.isRefreshUnavailableError(error))
    return hadOutage || isOutOfPatience ? undefined : 'is told of an outage that was none';
  if (library.isNotReplayableError(error))
    return ask.once && ask.sends === 1 ? undefined : 'is told that it cannot be sent again';
  if (!axios.isAxiosError(error)) return `fails with ${String(error)}`;

  return couldBeHelped(ask, error, circumstances) ? 'is told of its 401 without a refresh' : undefined;
}

function problemOfEnd({ session }: Ask, { reason }: Library.SessionEndedError): string | undefined {
  if (!session) return undefined;
  if (!session.endedFor) return `is told that its session ended (${reason}), and it is live`;

  return session.endedFor === reason ? undefined : `is told that its session ended: ${reason}, not ${session.endedFor}`;
}

/** Whether a 401 is handed out that a refresh would have taken away. */
function couldBeHelped(
  { session, sends }: Ask,
  { response, config }: AxiosError,
  circumstances: Circumstances,
): boolean {
  const { now } = circumstances;
  if (response?.status !== 401 || !session || sends !== 1 || hostOf(config!) !== new URL(HOME).host) return false;

  return session.endedFor !== 'no-refresh-token' && !isHopeless(session.uselessAt, now);
}
