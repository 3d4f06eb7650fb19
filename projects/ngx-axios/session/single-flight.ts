import { Observable, Subscriber, take } from 'rxjs';

/** Those who wait for one outcome. */
class Flight<T> {
  readonly #waiting = new Set<Subscriber<T>>();
  #tell: ((waiter: Subscriber<T>) => void) | undefined;

  join(subscriber: Subscriber<T>): void {
    if (this.#tell) return this.#tell(subscriber);
    this.#waiting.add(subscriber);
    subscriber.add(() => this.#waiting.delete(subscriber));
  }

  /** Tells all who wait, and whoever joins meanwhile. A listener may bring about another outcome, which is none. */
  land(tell: (waiter: Subscriber<T>) => void): void {
    if (this.#tell) return;
    this.#tell = tell;
    for (const waiter of this.#waiting) tell(waiter);
  }
}

/**
 * The first value or failure of one subscription, for all who subscribe until it has been handed out; whoever subscribes afterwards starts
 * anew, after a failure at once.
 *
 * Leaving cancels nothing: the server may already have rotated the refresh token. `share` can do that too, but of a hundred thousand that
 * are told, each who goes would make all behind move up.
 */
export function singleFlight<T>(source$: Observable<T>): Observable<T> {
  let current: Flight<T> | undefined;

  return new Observable((subscriber) => {
    if (current) return current.join(subscriber);

    const flight = (current = new Flight<T>());
    const end = () => {
      if (current === flight) current = undefined;
    };
    flight.join(subscriber);
    source$.pipe(take(1)).subscribe({
      next: (value) =>
        flight.land((waiter) => {
          waiter.next(value);
          waiter.complete();
        }),
      complete: () => {
        end();
        flight.land((waiter) => waiter.complete()); // where there was no value, nobody waits for ever
      },
      error: (failure: unknown) => {
        end();
        flight.land((waiter) => waiter.error(failure));
      },
    });
  });
}
