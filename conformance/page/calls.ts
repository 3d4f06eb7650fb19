import { Observable } from 'rxjs';
import type { Call } from '../systems/system.ts';
import { Cancelled } from './cancelled.ts';

/** A request of a system with Observables: whoever unsubscribes is rid of it. */
export function observed(answer$: Observable<unknown>): Call {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const subscription = answer$.subscribe({
    next: resolve,
    error: reject,
    complete: () => reject(new Error('It has ended without an answer.')),
  });

  return {
    answer: promise,
    cancel: () => {
      subscription.unsubscribe();
      reject(new Cancelled());
    },
  };
}

/** A request of a system with promises, which listens to a signal. */
export function abortable(send: (signal: AbortSignal) => Promise<unknown>): Call {
  const controller = new AbortController();

  return { answer: send(controller.signal), cancel: () => controller.abort() };
}
