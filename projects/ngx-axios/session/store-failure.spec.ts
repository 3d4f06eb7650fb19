import { storeFailure } from './store-failure';

describe('The failure of a store', () => {
  it('is what the store has thrown', () => {
    const cause = new DOMException('full', 'QuotaExceededError');
    expect(storeFailure(cause)).toBe(cause);
  });

  it('says nothing of a record that cannot be parsed', () => {
    expect(storeFailure(new SyntaxError('"secret" is no JSON')).message).toBe('The stored record is no JSON.');
  });

  it('is an error also where something else was thrown', () => {
    const failure = storeFailure('no');
    expect([failure.message, failure.cause]).toEqual(['The store failed.', 'no']);
  });
});
