import { Injectable } from '@angular/core';
import { ɵRefreshGate as RefreshGate, ɵRefreshOutcome as RefreshOutcome } from 'ngx-axios/session';
import { BehaviorSubject, defer, delayWhen, filter, map, merge, take, tap } from 'rxjs';

/** What every call of `refresh` passes: counts it, holds what comes of it, or refuses it. */
@Injectable()
export class TestingGate {
  readonly #holds = new BehaviorSubject(0);
  readonly #refuses = new BehaviorSubject(false);
  #calls = 0;

  /** How many have come. */
  get calls(): number {
    return this.#calls;
  }

  readonly pass: RefreshGate = (outcome$) =>
    defer(() => {
      this.#calls++;
      const refused$ = this.#refuses.pipe(
        filter(Boolean),
        tap(() => this.#refuses.next(false)),
        map((): RefreshOutcome => ({
          kind: 'over',
          reason: 'refused',
          cause: new Error('The test has refused the refresh.'),
        })),
      );

      // What is refused beforehand is not called.
      return merge(refused$, outcome$).pipe(
        take(1),
        delayWhen(() => this.#holds.pipe(filter((holds) => holds === 0))),
      );
    });

  /** Holds what comes of a call from now on. Answers what lets it go. */
  hold(): () => void {
    let isHeld = true;
    this.#holds.next(this.#holds.value + 1);

    return () => {
      if (isHeld) this.#holds.next(this.#holds.value - 1);
      isHeld = false;
    };
  }

  /** Refuses the call that is waiting for its answer; without one, the next. */
  refuse(): void {
    this.#refuses.next(true);
  }
}
