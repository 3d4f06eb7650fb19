import { Observable, Subscription } from 'rxjs';

/** Something that was asked of a client. */
export interface Asked {
  /** The body, or the failure; `left` once the caller has left. */
  readonly outcome: Promise<unknown>;
  /** Leaves, in the way of the client. */
  readonly leave: () => void;
}

/** Whoever subscribes leaves by unsubscribing. */
export function asked(one$: Observable<unknown>): Asked {
  const subscription = new Subscription();
  const outcome = new Promise<unknown>((resolve) => {
    subscription.add(one$.subscribe({ next: resolve, error: resolve }));
    subscription.add(() => resolve('left'));
  });

  return { outcome, leave: () => subscription.unsubscribe() };
}

/** Whoever has a promise leaves by a signal. */
export function promised(send: (signal: AbortSignal) => Promise<{ data: unknown }>): Asked {
  const controller = new AbortController();
  const outcome = send(controller.signal).then(
    ({ data }) => data,
    (error: { code?: string }) => (error.code === 'ERR_CANCELED' ? 'left' : error),
  );

  return { outcome, leave: () => controller.abort() };
}
