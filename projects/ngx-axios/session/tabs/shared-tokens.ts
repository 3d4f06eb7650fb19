import { inject } from '@angular/core';
import { SESSION_OPTIONS } from '../session-options';
import { TokenSet } from '../token-set';
import { TABS_OPTIONS } from './tabs-options';

/** What other tabs may have of the tokens. */
export class SharedTokens {
  readonly #kind = inject(SESSION_OPTIONS).tokens;

  /** Whether each tab has an access token of its own, so that a refresh changes nothing for the others. */
  readonly isPrivate = this.#kind === 'access-in-memory' && !inject(TABS_OPTIONS).shareAccessToken;

  of({ accessToken, refreshToken, expiresIn }: TokenSet): TokenSet {
    if (this.#kind === 'cookies' || this.isPrivate || accessToken === undefined) return {};

    return {
      accessToken,
      ...(expiresIn === undefined ? {} : { expiresIn }),
      ...(this.#kind === 'body' && refreshToken !== undefined ? { refreshToken } : {}),
    };
  }
}
