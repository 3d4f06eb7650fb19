/** What is told of a store that failed. */
export function storeFailure(cause: unknown): Error {
  if (cause instanceof SyntaxError) return new Error('The stored record is no JSON.'); // its message quotes the record

  return cause instanceof Error ? cause : new Error('The store failed.', { cause });
}
