import { CanceledError, CancelToken, InternalAxiosRequestConfig } from 'axios';
import { Observable } from 'rxjs';

/** What axios's declarations leave out of a cancel token. */
type ListenableCancelToken = CancelToken & {
  subscribe(listener: (reason: unknown) => void): void;
  unsubscribe(listener: (reason: unknown) => void): void;
};

/** Fails with axios's `CanceledError` when the caller cancels; for the time in which no adapter listens. */
export function cancelled$(config: InternalAxiosRequestConfig): Observable<never> {
  return new Observable((subscriber) => {
    const { signal } = config;
    const cancelToken = config.cancelToken as ListenableCancelToken | undefined;
    const cancel = (reason?: unknown) =>
      subscriber.error(reason instanceof CanceledError ? reason : new CanceledError(undefined, config));

    if (signal?.aborted) cancel();
    signal?.addEventListener?.('abort', cancel);
    cancelToken?.subscribe(cancel);

    return () => {
      signal?.removeEventListener?.('abort', cancel);
      cancelToken?.unsubscribe(cancel);
    };
  });
}
