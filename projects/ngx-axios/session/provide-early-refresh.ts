import { EnvironmentProviders, inject, makeEnvironmentProviders, provideEnvironmentInitializer } from '@angular/core';
import { EARLY_REFRESH_OPTIONS, EarlyRefresh, EarlyRefreshOptions } from './early-refresh';
import { bare } from './bare';
import { checkDuration } from './check-options';

declare const ngDevMode: boolean | undefined;

/**
 * Adds early refreshes to a session that is provided in the same injector.
 *
 * @param where - The name of the calling function, for messages.
 *
 * @example
 * ```ts
 * import { provideHttpSession } from 'ngx-axios/http';
 * import { provideEarlyRefresh, TokenSet } from 'ngx-axios/session';
 *
 * export const providers = [
 *   provideHttpSession({ tokens: 'access-in-memory', refresh: (_, http) => http.post<TokenSet>('/auth/refresh', null) }),
 *   provideEarlyRefresh({ leeway: 30 }),
 * ];
 * ```
 */
export function provideEarlyRefresh(given: EarlyRefreshOptions, where = 'provideEarlyRefresh'): EnvironmentProviders {
  const options = Object.freeze(bare(given));
  if (typeof ngDevMode === 'undefined' || ngDevMode) {
    checkDuration('leeway', options.leeway, where);
    checkDuration('idle', options.idle, where);
  }

  return makeEnvironmentProviders([
    { provide: EARLY_REFRESH_OPTIONS, useValue: options },
    EarlyRefresh,
    provideEnvironmentInitializer(() => void inject(EarlyRefresh)),
  ]);
}
