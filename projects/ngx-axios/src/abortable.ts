import { GenericAbortSignal } from 'axios';

/** A signal that follows the caller's own, if there is one, and can be aborted apart from it. */
export interface Abortable {
  readonly signal: AbortSignal;
  readonly abort: () => void;
  /** Stops following. What has been answered may still be read: a stream ends with its signal. */
  readonly release: () => void;
}

export function abortable(own?: GenericAbortSignal): Abortable {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (own?.aborted) abort();
  else own?.addEventListener?.('abort', abort);

  return { signal: controller.signal, abort, release: () => own?.removeEventListener?.('abort', abort) };
}
