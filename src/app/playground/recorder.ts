import { inject, Injectable, signal } from '@angular/core';
import { Observable, tap } from 'rxjs';
import { OtherTabs } from './other-tabs';
import { Recording } from './recording';
import { Sighting } from './sighting';
import { Order, Storm } from './storm';

/** Writes down what is seen of a run, here and in the other tabs, and lets them know what is seen here. */
@Injectable({ providedIn: 'root' })
export class Recorder {
  readonly #storm = inject(Storm);
  readonly #others = inject(OtherTabs);
  readonly #recording = signal<Recording | null>(null);

  /** It grows without telling, until it is over. */
  readonly recording = this.#recording.asReadonly();

  constructor() {
    this.#others.heard$.subscribe((message) => {
      if (message.type === 'seen') message.sightings.forEach((seen) => this.#recording()?.note(message.from, seen));
    });
  }

  begin(): Recording {
    const recording = new Recording(this.#others.own);
    this.#recording.set(recording);

    return recording;
  }

  /** Sends from this tab, and notes what becomes of it. */
  fire(order: Order): Observable<Sighting> {
    const { own } = this.#others;

    return this.#storm.fire(order, own).pipe(
      tap((seen) => {
        this.#recording()?.note(own, seen);
        this.#others.tell(seen);
      }),
    );
  }
}
