export { AxiosClient } from './axios-client';
export type { AxiosEvent, AxiosProgress } from './axios-event';
export type { AxiosFeature } from './axios-feature';
export { AxiosModule } from './axios-module';
export { whenCancelled as ɵwhenCancelled } from './cancelled';
export { NETWORK as ɵNETWORK, Network as ɵNetwork } from './network';
export { axiosResource } from './axios-resource';
export type { AxiosResourceFn, AxiosResourceOf } from './axios-resource';
export type { AxiosResourceOptions, AxiosResourceRequest } from './axios-resource-options';
export type { AxiosResourceRef } from './axios-resource-ref';
export { provideAxios } from './provide-axios';
export { provideAxiosClient } from './provide-axios-client';
export { uriOf as ɵuriOf } from './uri-of';
export { withAxios } from './with-axios';
export { withEarlyRefresh } from './with-early-refresh';
export { withSession } from './with-session';
export { withSharedSession } from './with-shared-session';
export { withTabs } from './with-tabs';
export {
  AuthGuard,
  authGuard,
  injectReturnUrl,
  isNotReplayableError,
  isRefreshUnavailableError,
  isSessionEndedError,
  isSessionError,
  NotReplayableError,
  oauthRefresh,
  oauthTokenSet,
  provideServerRequests,
  RefreshUnavailableError,
  Session,
  SessionEndedError,
  SessionError,
} from 'ngx-axios/session';
export type {
  AccessInMemoryOptions,
  Answer,
  AnswerTest,
  BodySessionOptions,
  CookieSessionOptions,
  Credentials,
  EarlyRefreshOptions,
  FormClient,
  IdTokenRules,
  MaybeAsync,
  OAuthRefreshOptions,
  OutgoingRequest,
  ServerRequestOptions,
  SessionEnd,
  SessionEndReason,
  SessionErrorDetails,
  SessionEvent,
  SessionOptions,
  SessionRecord,
  SessionState,
  SessionStore,
  TabsOptions,
  TokenSet,
} from 'ngx-axios/session';
