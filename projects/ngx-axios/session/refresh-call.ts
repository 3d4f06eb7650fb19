import { DestroyRef, inject, runInInjectionContext } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { identity, map, merge, Observable, take, timer } from 'rxjs';
import { bare } from './bare';
import { REFRESH_GATE } from './refresh-gate';
import { outcomeOf, RefreshOutcome, USE_THE_CLIENT_HANDED } from './refresh-outcome';
import {
  DEFAULT_DEADLINE,
  LONGEST_TIMER,
  SESSION_INJECTOR,
  SESSION_OPTIONS,
  SESSION_TRANSPORT,
} from './session-options';
import { TokenSet } from './token-set';
import { Unavailable } from './verdict';

/** A call that passed the deadline may still answer: for so many deadlines its token is not sent a second time. */
const GIVE_UP_AFTER_DEADLINES = 3;

/** The application's `refresh`, called and bounded. */
export class RefreshCall {
  readonly #options = inject(SESSION_OPTIONS);
  readonly #transport = inject(SESSION_TRANSPORT);
  readonly #injector = inject(SESSION_INJECTOR);
  readonly #destroyRef = inject(DestroyRef);
  readonly #gate = inject(REFRESH_GATE, { optional: true }) ?? identity;

  /** The longest that anybody waits for it, in milliseconds. */
  readonly deadline = this.#options.deadline ?? DEFAULT_DEADLINE;

  /**
   * Calls `refresh`. Emits one outcome and completes; never errors. Outlives the deadline, and the application: the server may have
   * rotated the refresh token. Unsubscribing cancels the call.
   */
  outcome$(tokens: TokenSet): Observable<RefreshOutcome> {
    const refresh = () => this.#options.refresh(tokens, this.#transport.http);
    const answer$ = this.#gate(
      outcomeOf(
        () => runInInjectionContext(this.#injector, refresh),
        bare({ ...this.#options, answerOf: this.#transport.answerOf }),
      ),
    );
    const givenUp$ = timer(Math.min(this.deadline * GIVE_UP_AFTER_DEADLINES, LONGEST_TIMER)).pipe(
      takeUntilDestroyed(this.#destroyRef),
      map(() => this.tooLate()),
    );

    return merge(answer$, givenUp$).pipe(take(1));
  }

  /** What it comes to for whoever waits no longer. */
  tooLate(): Unavailable {
    const what = this.#destroyRef.destroyed
      ? 'The application was destroyed during the refresh.'
      : `No answer to the refresh within ${this.deadline} ms.${USE_THE_CLIENT_HANDED}`;

    return { kind: 'unavailable', cause: new Error(what), lost: true };
  }
}
