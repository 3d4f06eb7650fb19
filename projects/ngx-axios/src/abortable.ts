import { GenericAbortSignal } from 'axios';

/** A signal that follows the caller's own, if there is one, and can be aborted apart from it. */
export function abortable(own?: GenericAbortSignal): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  const follow = () => controller.abort();
  if (own?.aborted) follow();
  else own?.addEventListener?.('abort', follow);

  return {
    signal: controller.signal,
    abort: () => {
      own?.removeEventListener?.('abort', follow);
      controller.abort();
    },
  };
}
