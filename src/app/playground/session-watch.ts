import { inject, Injectable } from '@angular/core';
import { Session } from 'ngx-axios';
import { Observable, Subject } from 'rxjs';
import { sharedNow, SessionStage, Sighting } from './sighting';

/** Watches where the session of this page stands, and its generation. */
@Injectable({ providedIn: 'root' })
export class SessionWatch {
  readonly #session = inject(Session);
  readonly #seen = new Subject<Sighting>();
  #generation = 0;

  readonly seen$: Observable<Sighting> = this.#seen.asObservable();

  constructor() {
    this.#session.events$.subscribe((event) => {
      if (event.type === 'refreshed') this.#tell('signed-in', event.generation);
      if (event.type === 'unavailable') this.#tell('no-answer', this.#generation);
      if (event.type === 'ended') this.#tell('signed-out', this.#generation);
    });
  }

  /** Somebody holds credentials now: tells of their generation if it is another, because another tab may have brought it. */
  look(): void {
    this.#session.credentials$
      .subscribe(({ generation }) => {
        if (generation !== this.#generation) this.#tell('signed-in', generation);
      })
      .unsubscribe(); // what is held comes at once
  }

  /** Tells where the session stands, known or not. */
  begin(): void {
    this.#generation = 0;
    this.look();
  }

  #tell(state: SessionStage, generation: number): void {
    this.#generation = generation;
    this.#seen.next({ of: 'session', state, generation, at: sharedNow() });
  }
}
