/** Whether a body can be sent twice. A stream is empty the second time, and the server would take that for the body. */
export function isReplayable(data: unknown): boolean {
  return typeof data !== 'object' || data === null || !('getReader' in data || 'pipe' in data);
}

/**
 * A body that stays what it is, whatever the caller does with the original, so that what is sent again is what was sent. Blobs,
 * files and texts never change; streams cannot be sent again.
 */
export function snapshot(data: unknown): unknown {
  if (data instanceof ArrayBuffer) return data.slice(0);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  if (data instanceof URLSearchParams) return new URLSearchParams(data);
  if (!(data instanceof FormData)) return data;

  const copy = new FormData();
  data.forEach((value, name) => copy.append(name, value));

  return copy;
}
