import { NgZone } from '@angular/core';
import { Observable } from 'rxjs';

/**
 * Waits outside of the zone, wherever the subscriber is, and goes on inside: a timer of the zone keeps the application from becoming
 * stable, and what happens outside of it shows in no view.
 */
export function outsideZone<T>(zone: NgZone, wait$: Observable<T>): Observable<T> {
  return new Observable((subscriber) =>
    zone.runOutsideAngular(() =>
      wait$.subscribe({
        next: (value) => zone.run(() => subscriber.next(value)),
        error: (failure: unknown) => subscriber.error(failure),
        complete: () => subscriber.complete(),
      }),
    ),
  );
}
