import { Injectable } from '@angular/core';
import { BehaviorSubject, defer, filter, finalize, first, map, Observable, Subject } from 'rxjs';
import { sharedNow, Sighting } from './sighting';

/** Watches the calls of this page to the refresh route. */
@Injectable({ providedIn: 'root' })
export class Refreshes {
  readonly #seen = new Subject<Sighting>();
  readonly #underWay = new BehaviorSubject(0);

  readonly seen$: Observable<Sighting> = this.#seen.asObservable();

  /** Completes when none is under way. */
  readonly idle$: Observable<boolean> = this.#underWay.pipe(
    map((count) => count === 0),
    filter(Boolean),
    first(),
  );

  watch<T>(call$: Observable<T>): Observable<T> {
    return defer(() => {
      this.#tell('begun', 1);

      return call$.pipe(finalize(() => this.#tell('over', -1)));
    });
  }

  #tell(stage: 'begun' | 'over', more: 1 | -1): void {
    this.#seen.next({ of: 'refresh', stage, at: sharedNow() });
    this.#underWay.next(this.#underWay.value + more);
  }
}
