import { DestroyRef, inject, Injectable } from '@angular/core';
import {
  Session,
  TokenSet,
  ɵExchanges as Exchanges,
  ɵSessionLifecycle as SessionLifecycle,
  ɵSessionMemory as SessionMemory,
} from 'ngx-axios/session';
import { TestingGate } from './testing-gate';

/**
 * Puts the session of a test where it is wanted, without a request. Everything else about it is real. Inject it where
 * {@link provideAxiosTesting} and the session are provided.
 *
 * What the session has kept beyond the page is cleared when the test is over.
 *
 * @example
 * ```ts
 * import { TestBed } from '@angular/core/testing';
 * import { AxiosTestingController, SessionTesting } from 'ngx-axios/testing';
 *
 * const session = TestBed.inject(SessionTesting);
 * session.signIn();
 * session.expire();
 * TestBed.createComponent(OrdersPage);
 * (await TestBed.inject(AxiosTestingController).expectOne('/auth/refresh')).flush({ accessToken: 'fresh' });
 * ```
 */
@Injectable()
export class SessionTesting {
  readonly #session = inject(Session, { optional: true }) ?? missing();
  readonly #exchanges = inject(Exchanges);
  readonly #memory = inject(SessionMemory);
  readonly #lifecycle = inject(SessionLifecycle);
  readonly #gate = inject(TestingGate);
  #signIns = 0;

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.#memory.hold({ phase: 'signed-out' }); // nobody is told: who listens is being destroyed too
      void this.#memory.keep('signed-out');
    });
  }

  /** How often the session has set out to refresh: calls of `refresh`, and those that {@link refuseRefresh} has answered. */
  get refreshes(): number {
    return this.#gate.calls;
  }

  /**
   * Signs in at once, as `Session.start` does.
   *
   * @param tokens - Default: made-up ones of the kind that the session has, new ones each time.
   */
  signIn(tokens: TokenSet = this.#madeUp(), options?: { subject?: string }): void {
    this.#session.start(tokens, options);
  }

  /** Signs out at once, here only: the option `signOut` is not called. For that there is `Session.end`. */
  signOut(): void {
    void this.#lifecycle.signOut();
  }

  /**
   * The access token has run out, and the session knows: the next request refreshes first. For a server that refuses the token, answer
   * a request with 401.
   */
  expire(): void {
    if (!this.#session.signedIn()) {
      throw new Error('SessionTesting.expire(): nobody is signed in; call `signIn()` before it.');
    }
    this.#memory.show({ runsOutAt: -Infinity });
  }

  /**
   * Holds what comes of a refresh from now on. `refresh` is called as ever, and its requests want to be answered; the session learns the
   * outcome when it is released. The deadline of the refresh goes on.
   *
   * @returns Releases it.
   */
  holdRefresh(): () => void {
    return this.#gate.hold();
  }

  /**
   * Refuses the refresh that is running, or else the next one, which is not called then: the session ends with the reason `refused`. To
   * see which answers your session takes for a refusal, flush them.
   */
  refuseRefresh(): void {
    this.#gate.refuse();
  }

  #madeUp(): TokenSet {
    const number = ++this.#signIns;
    if (this.#exchanges.kind === 'cookies') return {};
    const accessToken = `access-of-sign-in-${number}`;

    return this.#exchanges.kind === 'body'
      ? { accessToken, refreshToken: `refresh-of-sign-in-${number}` }
      : { accessToken };
  }
}

function missing(): never {
  throw new Error(
    'SessionTesting: there is no session; add `withSession` to `provideAxios`, or provide both in one injector.',
  );
}
