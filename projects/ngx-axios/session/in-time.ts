import { DestroyRef } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { firstValueFrom, from, map, merge, ObservableInput, timer } from 'rxjs';

/** What a store answers, or a failure once the limit has passed, in milliseconds. The timer ends with the application. */
export function inTime<T>(answer: ObservableInput<T>, limit: number, destroyRef: DestroyRef): Promise<T> {
  const tooLate$ = timer(limit).pipe(
    takeUntilDestroyed(destroyRef),
    map((): never => {
      throw new Error(`The store has not answered within ${limit} ms.`);
    }),
  );

  return firstValueFrom(merge(from(answer), tooLate$));
}
