import { EnvironmentProviders, inject, makeEnvironmentProviders } from '@angular/core';
import { bare } from '../bare';
import { claimName } from '../claim-name';
import { isInBrowser } from '../is-in-browser';
import { TABS_KEEPER } from '../session-keeper';
import { SESSION_OPTIONS } from '../session-options';
import { FollowedRecord } from './followed-record';
import { SharedKeeper } from './shared-keeper';
import { SharedTokens } from './shared-tokens';
import { checkTabsOptions, checkTabsWithSession, sharedName, TABS_OPTIONS, TabsOptions } from './tabs-options';

declare const ngDevMode: boolean | undefined;

/**
 * Makes all tabs of a browser share the session that is provided in the same injector.
 *
 * @param where - The name of the calling function, for messages.
 *
 * @example
 * ```ts
 * import { provideHttpSession } from 'ngx-axios/http';
 * import { provideTabs, TokenSet } from 'ngx-axios/session';
 *
 * export const providers = [
 *   provideHttpSession({ tokens: 'access-in-memory', refresh: (_, http) => http.post<TokenSet>('/auth/refresh', null) }),
 *   provideTabs({ namespace: 'shop' }),
 * ];
 * ```
 */
export function provideTabs(given: TabsOptions, where = 'provideTabs'): EnvironmentProviders {
  const options = Object.freeze(bare(given));
  const isChecked = typeof ngDevMode === 'undefined' || ngDevMode;
  if (isChecked) checkTabsOptions(options, where);

  return makeEnvironmentProviders([
    { provide: TABS_OPTIONS, useValue: options },
    SharedTokens,
    FollowedRecord,
    SharedKeeper,
    {
      provide: TABS_KEEPER,
      useFactory: () => {
        if (isChecked) {
          checkTabsWithSession(options, inject(SESSION_OPTIONS));
          claimName(sharedName(options), 'give one of them another `namespace`.');
        }

        return isInBrowser() ? inject(SharedKeeper) : null; // a server has no tabs
      },
    },
  ]);
}
