import { checkOptions } from './check-options';
import { AnySessionOptions } from './session-options';

const GOOD = { tokens: 'body', refresh: () => null } as const;

describe('checkOptions', () => {
  it('lets good options pass', () => {
    for (const options of [
      GOOD,
      {
        ...GOOD,
        store: 'localStorage',
        origins: ['https://api.example.com', 'http://localhost:3000/'],
        login: '/sign-in',
      },
      { ...GOOD, tokens: 'cookies', restore: 'always', deadline: 1, patience: 1 },
      { ...GOOD, tokens: 'access-in-memory', login: () => undefined, whenUnknown: 'enter' },
      { ...GOOD, whenUnknown: 'wait', deadline: 2 ** 31 - 1 },
      { ...GOOD, whenUnknown: 'login', store: { read: () => null } },
    ]) {
      expect(() => checkOptions(options as AnySessionOptions, 'withSession')).not.toThrow();
    }
  });

  for (const [wrong, message] of [
    [
      { tokens: 'header' },
      /^withSession: `tokens` is "header"; it must be one of "body", "cookies", "access-in-memory"\./,
    ],
    [{ refresh: undefined }, /`refresh` is missing; give a function/],
    [{ tokens: 'cookies', store: 'memory' }, /`store` contradicts `tokens: "cookies"`/],
    [
      { store: 'disk' },
      /`store` is "disk"; it must be one of "memory", "sessionStorage", "localStorage", or an object with/,
    ],
    [{ restore: 'hint' }, /`restore` contradicts `tokens: 'body'`.*use `store`/],
    [{ tokens: 'cookies', authorize: () => ({}) }, /`authorize` contradicts `tokens: 'cookies'`/],
    [{ origins: ['api.example.com'] }, /`origins` has "api.example.com", which is no absolute URL; write it like/],
    [
      { origins: ['https://api.example.com/v1'] },
      /`origins` has "https:\/\/api.example.com\/v1", which is more than an origin; write "https:\/\/api.example.com"/,
    ],
    [
      { origins: ['http://api.example.com'] },
      /`origins` has "http:\/\/api.example.com": tokens only go over https:, or to localhost; use https:\./,
    ],
    [{ deadline: 0 }, /`deadline` is 0; give milliseconds above zero/],
    [{ patience: NaN }, /`patience` is NaN/],
    [{ patience: 2 ** 31 }, /`patience` is 2147483648/],
    [{ deadline: -1 }, /`deadline` is -1/],
    [{ login: 'login' }, /`login` is "login"; give a path/],
    [{ login: '//evil.example' }, /`login` is "\/\/evil.example"/],
    [{ whenUnknown: 'maybe' }, /`whenUnknown` is "maybe"/],
  ] as const) {
    it(`names the option and the fix: ${JSON.stringify(wrong)}`, () => {
      expect(() => checkOptions({ ...GOOD, ...wrong } as unknown as AnySessionOptions, 'withSession')).toThrowError(
        message,
      );
    });
  }
});
