import { NgZone } from '@angular/core';
import { MonoTypeOperatorFunction, retry, throwError, timer } from 'rxjs';
import { outsideZone } from './outside-zone';
import { RefreshUnavailableError } from './refresh-unavailable-error';

/** Waits until a refresh that was unavailable may be tried again, and tries again; every other failure is final. */
export function retryLater<T>(zone: NgZone): MonoTypeOperatorFunction<T> {
  return retry({
    delay: (error: unknown) => {
      if (!(error instanceof RefreshUnavailableError)) return throwError(() => error);

      return outsideZone(zone, timer(Math.max(1, error.retryAt.getTime() - Date.now())));
    },
  });
}
