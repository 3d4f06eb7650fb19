import { catchError, defaultIfEmpty, defer, from, map, Observable, ObservableInput, of, take } from 'rxjs';
import { Answer, answerTest } from './answer';
import { retryAfter } from './retry-after';
import { isSessionError } from './session-error';
import { AnySessionOptions, SessionTransport } from './session-options';
import { readTokenSet, TokenSet, WHAT_A_TOKEN_SET_NEEDS } from './token-set';

declare const ngDevMode: boolean | undefined;

/** What became of one call of the application's `refresh`. */
export type RefreshOutcome =
  | { readonly kind: 'renewed'; readonly tokens: TokenSet }
  /** The server has proved that this session is over, or the application has nothing to refresh with. */
  | { readonly kind: 'over'; readonly reason: 'refused' | 'no-refresh-token'; readonly cause?: Error }
  /** Nothing is proved: the session stays. `lost`: the server may have answered. */
  | {
      readonly kind: 'unavailable';
      readonly cause: Error;
      readonly retryAfter?: number | undefined;
      readonly lost?: true;
    };

/** What to do when `refresh` waits for itself, for developers. */
export const USE_THE_CLIENT_HANDED =
  typeof ngDevMode === 'undefined' || ngDevMode
    ? ' Is it sent through a client with this session? Then it waits for itself: use the client that `refresh` is handed.'
    : '';

/** How an outcome is told from what `refresh` answered. */
export type RefreshRules = Pick<AnySessionOptions, 'tokens' | 'authorize' | 'refused'> &
  Pick<SessionTransport<unknown>, 'answerOf'>;

/**
 * Calls the application's `refresh` and sorts what comes of it. Emits one outcome and completes; never errors. Unsubscribing
 * cancels the call.
 */
export function outcomeOf(
  refresh: () => ObservableInput<unknown> | null | undefined,
  rules: RefreshRules,
): Observable<RefreshOutcome> {
  return defer((): Observable<RefreshOutcome> => {
    const answer$ = refresh();
    if (answer$ === null || answer$ === undefined) return of({ kind: 'over', reason: 'no-refresh-token' });

    return from(answer$).pipe(
      take(1),
      defaultIfEmpty(undefined),
      map((answer) => read(answer, rules)),
    );
  }).pipe(catchError((failure: unknown) => of(sort(failure, rules))));
}

function read(answer: unknown, rules: RefreshRules): RefreshOutcome {
  if (rules.tokens === 'cookies') return { kind: 'renewed', tokens: {} }; // there is nothing to read

  const tokens = readTokenSet(answer, rules);
  if (tokens?.accessToken !== undefined) return { kind: 'renewed', tokens };

  return {
    kind: 'unavailable',
    cause: new Error(`What \`refresh\` answered is no token set: it needs ${WHAT_A_TOKEN_SET_NEEDS}`),
  };
}

function sort(failure: unknown, { refused = refusedByDefault, answerOf }: RefreshRules): RefreshOutcome {
  if (isSessionError(failure)) {
    return { kind: 'unavailable', cause: new Error(`The refresh waited for a refresh.${USE_THE_CLIENT_HANDED}`) };
  }
  const answer = answerOf(failure);
  const cause = scrub(failure, answer);
  if (!answer) return { kind: 'unavailable', cause, lost: true };
  try {
    return answerTest(refused)(answer)
      ? { kind: 'over', reason: 'refused', cause }
      : { kind: 'unavailable', cause, retryAfter: retryAfter(answer) };
  } catch (broken) {
    // A predicate that cannot read the answer proves nothing.
    return { kind: 'unavailable', cause: scrub(broken) };
  }
}

/** Errors of a token endpoint that are about the client or its request, and say nothing about the refresh token (RFC 6749 section 5.2). */
const ABOUT_THE_REQUEST: unknown[] = [
  'invalid_client',
  'invalid_request',
  'invalid_scope',
  'unauthorized_client',
  'unsupported_grant_type',
];

/** What a server says to a refresh token that is no longer good, unless the application knows better. */
export function refusedByDefault(answer: Answer): boolean {
  const error = answer.body()?.['error'];
  if (answer.status === 400) return error === 'invalid_grant'; // RFC 6749 section 5.2
  if (ABOUT_THE_REQUEST.includes(error)) return false;
  if (answer.status === 403) return !/^text\/html/i.test(answer.header('content-type') ?? ''); // HTML: a firewall's page

  return answer.status === 401;
}

/** A failed refresh carries the refresh token in its configuration, so only what identifies the failure is kept. */
function scrub(failure: unknown, answer?: Answer): Error {
  const { name, message, code } = (failure ?? {}) as Partial<Record<string, unknown>>;
  const cause = new Error(typeof message === 'string' ? message : 'The refresh failed.');
  if (typeof name === 'string') cause.name = name;

  return Object.assign(cause, answer ? { status: answer.status } : {}, typeof code === 'string' ? { code } : {});
}
