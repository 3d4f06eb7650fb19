import assert from 'node:assert/strict';

/** Asks until it is so. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end;) if (await isSo()) return;
  assert.fail('It never came to be so.');
}
