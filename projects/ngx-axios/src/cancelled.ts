import { CanceledError, CancelToken, InternalAxiosRequestConfig } from 'axios';

/** What axios's declarations leave out of a cancel token. */
type ListenableCancelToken = CancelToken & {
  subscribe(listener: (reason: unknown) => void): void;
  unsubscribe(listener: (reason: unknown) => void): void;
};

/**
 * Tells when the caller cancels, also when that has happened already, for the time in which no adapter listens.
 *
 * @param cancelled - Is handed axios's `CanceledError`.
 * @returns Stops listening.
 */
export function whenCancelled(
  config: InternalAxiosRequestConfig,
  cancelled: (reason: CanceledError<unknown>) => void,
): () => void {
  const { signal } = config;
  const cancelToken = config.cancelToken as ListenableCancelToken | undefined;
  const cancel = (reason?: unknown) =>
    cancelled(reason instanceof CanceledError ? reason : new CanceledError(undefined, config));

  if (signal?.aborted) cancel();
  signal?.addEventListener?.('abort', cancel);
  cancelToken?.subscribe(cancel);

  return () => {
    signal?.removeEventListener?.('abort', cancel);
    cancelToken?.unsubscribe(cancel);
  };
}
