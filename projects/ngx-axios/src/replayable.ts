/** Whether a body can be sent twice. A stream is empty the second time, and the server would take that for the body. */
export function isReplayable(data: unknown): boolean {
  return typeof data !== 'object' || data === null || !('getReader' in data || 'pipe' in data);
}
