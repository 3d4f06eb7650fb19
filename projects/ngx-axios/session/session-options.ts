import { EnvironmentInjector, InjectionToken } from '@angular/core';
import { UrlTree } from '@angular/router';
import { ObservableInput } from 'rxjs';
import { OutgoingRequest } from './allowed-origins';
import { Answer, AnswerTest } from './answer';
import { SessionStore } from './session-store';
import { TokenSet } from './token-set';

/** The longest time a refresh may take, in milliseconds, where the application does not say. */
export const DEFAULT_DEADLINE = 20_000;

/** The longest time a timer of a browser can run, in milliseconds: beyond it fires at once. */
export const LONGEST_TIMER = 2_147_483_647; // 2^31 - 1

/** What every kind of session can be told. `Http` is the client that `refresh` and `signOut` are handed: one without a session. */
interface CommonOptions<Http> {
  /**
   * Ends the session at the server, after it has ended here. Runs in an injection context with the tokens that were held.
   * Its failure changes nothing.
   */
  signOut?: (tokens: TokenSet, http: Http) => ObservableInput<unknown> | null | undefined;
  /**
   * Which answers say that the access token has expired. A predicate is asked about successful answers too. Default: 401, unless
   * a Bearer challenge in `WWW-Authenticate` names another error than `invalid_token` (RFC 6750 section 3.1).
   */
  expired?: AnswerTest;
  /**
   * Which answers to the refresh prove that the session is over. Default: 400 `invalid_grant`; 401, and 403 that is not HTML, unless
   * their `error` is about the client or its request (RFC 6749 section 5.2).
   */
  refused?: AnswerTest;
  /**
   * The exact origins that credentials may go to. Default: the origin of the client's base URL. Only `https:`, or `http:` on
   * localhost.
   */
  origins?: readonly string[];
  /**
   * Where the guard leads when nobody is signed in: a path of this application, or a function of the return URL, which may
   * answer a path or a `UrlTree`, or leave the application itself and answer nothing. Default: `/login`.
   */
  login?: string | ((returnUrl: string) => string | UrlTree | void);
  /** What the guard does when the server cannot tell whether a session still lives. Default: `wait`. */
  whenUnknown?: 'wait' | 'enter' | 'login';
  /** The longest time a refresh may take, in milliseconds. Default: 20 000. */
  deadline?: number;
  /** The longest time a request may wait for a refresh, in milliseconds. Default: `deadline`. */
  patience?: number;
  /**
   * Browsers drop `Authorization` when a redirect leaves the origin, but forward bodies and every other header. So the refresh,
   * and requests whose token travels in another header, refuse redirects; for that axios uses its fetch adapter. `follow` takes
   * the risk, for example because uploads need progress events over HTTP/1.1. Default: `refuse`.
   */
  redirects?: 'refuse' | 'follow';
  /** Sets this application apart from others on the same origin. Default: `ngx-axios`. */
  name?: string;
}

interface BearerOptions {
  /**
   * The headers that carry the access token. Called for every send, so that signatures are fresh.
   * Default: `Authorization: Bearer <token>` (RFC 6750 section 2.1).
   */
  authorize?: (accessToken: string, request: OutgoingRequest) => Record<string, string>;
}

/**
 * Both tokens come in answers' bodies.
 *
 * @example
 * ```ts
 * import { TokenSet, withSession } from 'ngx-axios';
 *
 * export const session = withSession({
 *   tokens: 'body',
 *   store: 'sessionStorage',
 *   refresh: ({ refreshToken }, http) => (refreshToken ? http.post<TokenSet>('/auth/refresh', { refreshToken }) : null),
 * });
 * ```
 */
export interface BodySessionOptions<Http> extends CommonOptions<Http>, BearerOptions {
  tokens: 'body';
  /**
   * Gets the next token set. Runs in an injection context. Answer `null` when there is nothing to refresh with: every
   * request then gets its own failure.
   */
  refresh: (tokens: TokenSet, http: Http) => ObservableInput<TokenSet> | null | undefined;
  /** Where the tokens outlive the page. Default: `memory`, where they do not. Scripts can read the others. */
  store?: 'memory' | 'sessionStorage' | 'localStorage' | SessionStore;
}

/**
 * The access token comes in answers' bodies and stays in memory; the refresh token is an HttpOnly cookie.
 *
 * @see {@link withSession}
 */
export interface AccessInMemoryOptions<Http> extends CommonOptions<Http>, BearerOptions {
  tokens: 'access-in-memory';
  /** Gets the next access token. Runs in an injection context. `null`: there is nothing to refresh with. */
  refresh: (tokens: TokenSet, http: Http) => ObservableInput<TokenSet> | null | undefined;
  /**
   * Whether to look for a session when the page loads, which takes a refresh. Default: `hint`, when a sign-in has been seen
   * in this browser; the hint is not secret.
   */
  restore?: 'hint' | 'always' | 'never';
}

/**
 * Both tokens are HttpOnly cookies: JavaScript never sees one.
 *
 * @example
 * ```ts
 * import { withSession } from 'ngx-axios';
 *
 * export const session = withSession({ tokens: 'cookies', refresh: (_, http) => http.post('/auth/refresh') });
 * ```
 */
export interface CookieSessionOptions<Http> extends CommonOptions<Http> {
  tokens: 'cookies';
  /** Asks the server to renew the cookies; what it answers is not read. Runs in an injection context. */
  refresh: (tokens: TokenSet, http: Http) => ObservableInput<unknown> | null | undefined;
  /** Whether to take the user for signed in when the page loads, until the first 401 tells. Default: `hint`. */
  restore?: 'hint' | 'always' | 'never';
}

/**
 * The session, as the application describes it.
 *
 * @see {@link withSession}
 */
export type SessionOptions<Http> = BodySessionOptions<Http> | AccessInMemoryOptions<Http> | CookieSessionOptions<Http>;

/**
 * What the session needs to know of the HTTP client it belongs to.
 *
 * @see {@link provideSession}
 */
export interface SessionTransport<Http> {
  /** The client handed to `refresh` and `signOut`: of the same kind, without a session. */
  readonly http: Http;
  /** Where the client's relative URLs lead. */
  readonly baseURL: string;
  /** The HTTP answer inside a failure of that client; `undefined` when there was none. */
  readonly answerOf: (failure: unknown) => Answer | undefined;
}

/** The session's options, all three kinds seen as one. */
export type AnySessionOptions = CommonOptions<unknown> &
  BearerOptions &
  Pick<SessionOptions<unknown>, 'tokens' | 'refresh'> &
  Partial<Pick<BodySessionOptions<unknown>, 'store'>> &
  Partial<Pick<CookieSessionOptions<unknown>, 'restore'>>;

export const SESSION_OPTIONS = new InjectionToken<AnySessionOptions>('ngx-axios session options');

/** Where the session is provided: what it calls of the application's runs there. */
export const SESSION_INJECTOR = new InjectionToken<EnvironmentInjector>('ngx-axios session injector');

export const SESSION_TRANSPORT = new InjectionToken<SessionTransport<unknown>>('ngx-axios session transport');
