import { Answer, answerTest, jsonBody } from './answer';

const withStatus = (status: number): Answer => ({ status, header: () => null, body: () => undefined });

describe('answerTest', () => {
  it('takes one status, several, or a predicate', () => {
    expect([400, 401, 403].filter((status) => answerTest(401)(withStatus(status)))).toEqual([401]);
    expect([400, 401, 419].filter((status) => answerTest([401, 419])(withStatus(status)))).toEqual([401, 419]);
    expect([400, 401].filter((status) => answerTest(({ status }) => status < 401)(withStatus(status)))).toEqual([400]);
  });
});

describe('jsonBody', () => {
  it('gives objects and arrays, parsed or not', () => {
    expect(jsonBody('{"a":1}')).toEqual({ a: 1 });
    expect(jsonBody('[1]')).toEqual([1]);
    const own = { a: 1 };
    expect(jsonBody(own)).toBe(own);
    expect(jsonBody(Object.create(null))).toEqual(Object.create(null));
    expect(jsonBody([1])).toEqual([1]);
  });

  for (const nothing of [
    undefined,
    null,
    '',
    'text',
    '7',
    'null',
    '"text"',
    7,
    true,
    new Blob(),
    new ArrayBuffer(1),
    new Date(),
    new ReadableStream(),
  ]) {
    it(`gives nothing for ${Object.prototype.toString.call(nothing)} ${JSON.stringify(nothing)}`, () =>
      expect(jsonBody(nothing)).toBeUndefined());
  }
});
