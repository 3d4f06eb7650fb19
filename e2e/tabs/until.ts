import assert from 'node:assert/strict';

/** Asks until it is so, for so many seconds at most. */
export async function until(isSo: () => Promise<boolean>, seconds = 10): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) if (await isSo()) return;
  assert.fail('It never came to be so.');
}
