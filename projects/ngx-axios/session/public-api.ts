export type { OutgoingRequest } from './allowed-origins';
export type { Answer, AnswerTest } from './answer';
export { jsonBody as ɵjsonBody } from './answer';
export type { Credentials } from './credentials';
export { Exchange as ɵExchange } from './exchange';
export { Exchanges as ɵExchanges } from './exchanges';
export type { EarlyRefreshOptions } from './early-refresh';
export { AuthGuard, authGuard } from './guard/auth-guard';
export { injectReturnUrl } from './guard/return-url';
export { isNotReplayableError, NotReplayableError } from './not-replayable-error';
export { oauthRefresh } from './oauth/oauth-refresh';
export type { FormClient, OAuthRefreshOptions } from './oauth/oauth-refresh';
export { oauthTokenSet } from './oauth/oauth-token-set';
export type { IdTokenRules } from './oauth/oauth-token-set';
export { isInBrowser as ɵisInBrowser } from './is-in-browser';
export { provideEarlyRefresh } from './provide-early-refresh';
export { provideSession } from './provide-session';
export { isRefreshUnavailableError, RefreshUnavailableError } from './refresh-unavailable-error';
export { REFRESH_GATE as ɵREFRESH_GATE } from './refresh-gate';
export type { RefreshGate as ɵRefreshGate } from './refresh-gate';
export type { RefreshOutcome as ɵRefreshOutcome } from './refresh-outcome';
export { isReplayable as ɵisReplayable, snapshot as ɵsnapshot } from './replayable';
export { provideServerRequests, SERVER_REQUESTS as ɵSERVER_REQUESTS } from './server-requests';
export type { ServerRequestOptions, ServerRequests as ɵServerRequests } from './server-requests';
export { Session } from './session';
export { isSessionEndedError, SessionEndedError } from './session-ended-error';
export { SessionLifecycle as ɵSessionLifecycle } from './session-lifecycle';
export { SessionMemory as ɵSessionMemory } from './session-memory';
export { isSessionError, SessionError } from './session-error';
export type { SessionErrorDetails } from './session-error';
export type { SessionEnd, SessionEndReason, SessionEvent } from './session-event';
export type {
  AccessInMemoryOptions,
  BodySessionOptions,
  CookieSessionOptions,
  SessionOptions,
  SessionTransport,
} from './session-options';
export type { SessionRecord } from './session-record';
export type { SessionState } from './session-state';
export type { MaybeAsync, SessionStore } from './session-store';
export { provideTabs } from './tabs/provide-tabs';
export type { TabsOptions } from './tabs/tabs-options';
export type { TokenSet } from './token-set';
