import fc from 'fast-check';
import { isOfNewerVersion, readSharedRecord } from './read-shared-record';

const RECORD = {
  version: 1,
  generation: 5,
  session: 3,
  subject: 'ada',
  tokens: { accessToken: 'a', refreshToken: 'r' },
  receivedAt: 1000,
  committedAt: 1000.5,
} as const;

describe('What lies where tabs share a record', () => {
  it('is a record of a session, or of its end', () => {
    const live = readSharedRecord({ ...RECORD, more: 'of another' })!;
    expect({ ...live, tokens: { ...live.tokens } }).toEqual(RECORD);
    expect(readSharedRecord({ ...RECORD, tokens: {}, endedBy: 'refused' })!.endedBy).toBe('refused');
  });

  for (const [what, wrong] of Object.entries({
    generation: [0, -1, 1.5, Infinity, NaN, '5', null, undefined, 2 ** 60],
    session: [0, -1, 1.5, '3', null, undefined],
    committedAt: [NaN, Infinity, '1', null, undefined],
    endedBy: ['', 'toString', 'hasOwnProperty', 1, null, {}],
    version: [0, 2, '1', null, undefined],
    tokens: [null, 1, 'a', undefined],
    receivedAt: [NaN, '1', null, undefined],
    subject: [1, null, {}],
  })) {
    it(`S3: is nothing where \`${what}\` is wrong`, () => {
      for (const value of wrong)
        expect(readSharedRecord({ ...RECORD, [what]: value }))
          .withContext(`${value}`)
          .toBeNull();
    });
  }

  it('S3: is nothing where it is no object', () => {
    for (const value of [undefined, null, 1, 'record', [], () => RECORD]) expect(readSharedRecord(value)).toBeNull();
  });

  it('S3: throws at nothing, and lets nothing through that is none', () => {
    const field = fc.oneof(fc.anything(), fc.constantFrom(...Object.values(RECORD)));
    const similar = fc.record(Object.fromEntries(Object.keys(RECORD).map((name) => [name, field])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(fc.oneof(fc.anything({ withNullPrototype: true }), similar), (value) => {
        const record = readSharedRecord(value);
        isOfNewerVersion(value);
        if (record) expect(Number.isSafeInteger(record.generation) && record.version === 1).toBeTrue();
      }),
      { numRuns: 10_000 },
    );
  });

  it('S8: takes nothing from a prototype', () => {
    const inherited: unknown = JSON.parse(
      JSON.stringify({ ...RECORD, generation: undefined }).replace('{', '{"__proto__":{"generation":9},'),
    );
    expect(readSharedRecord(inherited)).toBeNull();
    const own: unknown = JSON.parse(JSON.stringify(RECORD).replace('{', '{"__proto__":{"endedBy":"refused"},'));
    expect(readSharedRecord(own)!.endedBy).toBeUndefined();
    expect(readSharedRecord(Object.create(RECORD))).toBeNull();
  });

  it('is told apart when a newer version of the library has written it', () => {
    expect(isOfNewerVersion({ ...RECORD, version: 2 })).toBeTrue();
    for (const value of [RECORD, null, undefined, {}, { version: '2' }, 7]) expect(isOfNewerVersion(value)).toBeFalse();
  });
});
