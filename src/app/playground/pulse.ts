import { Signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { interval, of, switchMap } from 'rxjs';

/** Milliseconds from one picture to the next. */
const SMOOTH = 50;
const CALM = 500;

/** Changes again and again while something is under way, and once more when it is over: whoever draws what only grows reads it. */
export function pulseWhile(underWay: Signal<boolean>): Signal<number> {
  const pause = matchMedia('(prefers-reduced-motion: reduce)').matches ? CALM : SMOOTH;

  return toSignal(toObservable(underWay).pipe(switchMap((is) => (is ? interval(pause) : of(-1)))), {
    initialValue: -1,
  });
}
