import { EnvironmentInjector, EnvironmentProviders, inject, makeEnvironmentProviders } from '@angular/core';
import { bare } from './bare';
import { checkOptions } from './check-options';
import { Exchanges } from './exchanges';
import { RecordKeeper } from './record-keeper';
import { RefreshCall } from './refresh-call';
import { RefreshCommit } from './refresh-commit';
import { RefreshLock } from './refresh-lock';
import { Session } from './session';
import { SESSION_KEEPER, TABS_KEEPER } from './session-keeper';
import { SessionLifecycle } from './session-lifecycle';
import { SessionMemory } from './session-memory';
import {
  AnySessionOptions,
  SESSION_INJECTOR,
  SESSION_OPTIONS,
  SESSION_TRANSPORT,
  SessionOptions,
  SessionTransport,
} from './session-options';

declare const ngDevMode: boolean | undefined;

/**
 * Provides the session for one HTTP client. Applications use `withSession` of their client; this is what such a function is
 * made of.
 *
 * @param given - What the application says about its session.
 * @param transport - Makes, in an injection context, what the session needs to know of the client.
 * @param where - The name of the calling function, for messages.
 *
 * @example
 * ```ts
 * import { inject } from '@angular/core';
 * import { Answer, provideSession, SessionOptions, SessionTransport } from 'ngx-axios/session';
 * import { LegacyHttp } from './legacy-http';
 *
 * export const provideLegacySession = (options: SessionOptions<LegacyHttp>) =>
 *   provideSession(options, (): SessionTransport<LegacyHttp> => ({
 *     http: inject(LegacyHttp),
 *     baseURL: '/api',
 *     answerOf: (failure) => (failure as { answer?: Answer }).answer,
 *   }));
 * ```
 */
export function provideSession<Http>(
  given: SessionOptions<Http>,
  transport: () => SessionTransport<Http>,
  where = 'provideSession',
): EnvironmentProviders {
  const options = Object.freeze(bare(given));
  if (typeof ngDevMode === 'undefined' || ngDevMode) checkOptions(options as AnySessionOptions, where);

  return makeEnvironmentProviders([
    { provide: SESSION_OPTIONS, useValue: options },
    { provide: SESSION_INJECTOR, useFactory: () => inject(EnvironmentInjector) },
    { provide: SESSION_TRANSPORT, useFactory: transport },
    {
      provide: SESSION_KEEPER,
      useFactory: () => inject(TABS_KEEPER, { optional: true, self: true }) ?? inject(RecordKeeper),
    },
    // Classes without a decorator, which each application would carry: what takes no arguments Angular makes by itself.
    RecordKeeper,
    SessionMemory,
    SessionLifecycle,
    RefreshCall,
    RefreshCommit,
    RefreshLock,
    Session,
    Exchanges,
  ]);
}
