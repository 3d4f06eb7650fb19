import fc from 'fast-check';
import type { Fate } from './answer.ts';
import type { Reaction } from './application.ts';
import type { Script, Step } from './script.ts';

const DEADLINE = 10_000;
const HOUR = 3_600_000;
const YEAR = 8766 * HOUR;

/** The first is what a smaller counter-example will have. */
const FATES: Fate[] = [
  'healthy',
  'denied',
  'keeps-refresh-token',
  'no-lifetime',
  'invalid-grant',
  'forbidden',
  'firewall',
  'unavailable',
  'retry-seconds',
  'retry-date',
  'unreachable',
  'lost',
  'garbage',
  'garbage-instead',
  'hanging',
  'hanging-after',
];
const REACTIONS: Reaction[] = [
  'requests',
  'signs out',
  'signs in as ada',
  'signs in as grace',
  'asks for a token',
  'refreshes',
];

/** Around every limit that client and server have. */
const SPANS = [0, 1, 100, 1_000, 3_999, 4_000, 7_000, 9_999, 10_000, 10_001, 29_999, 30_000, 30_001, 60_000, HOUR];
const JUMPS = [1_000, -1_000, HOUR, -HOUR, 7 * HOUR, YEAR, -YEAR, 30 * YEAR, -30 * YEAR];

const turns = fc.oneof(
  { arbitrary: fc.constant('all' as const), weight: 2 },
  { arbitrary: fc.nat({ max: 24 }), weight: 3 },
);
const which = fc.nat({ max: 3 });
const fate = fc.oneof(
  { arbitrary: fc.constant('healthy' as const), weight: 3 },
  { arbitrary: fc.constantFrom(...FATES), weight: 2 },
);
const request = fc.record({
  turns,
  do: fc.constant('request' as const),
  method: fc.constantFrom('get' as const, 'post' as const),
  through: fc.constantFrom('client' as const, 'axiosRef' as const),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: request, weight: 8 },
  { arbitrary: fc.record({ turns, do: fc.constant('answer' as const), which, fate }), weight: 10 },
  { arbitrary: fc.record({ turns, do: fc.constant('arrive' as const), which, fate }), weight: 4 },
  { arbitrary: fc.record({ turns, do: fc.constant('deliver' as const), which }), weight: 4 },
  { arbitrary: fc.record({ turns, do: fc.constant('expire' as const) }), weight: 5 },
  {
    arbitrary: fc.record({
      turns,
      do: fc.constant('sign-in' as const),
      as: fc.constantFrom('ada' as const, 'grace' as const),
      named: fc.boolean(),
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({ turns, do: fc.constant('react' as const), how: fc.constantFrom(...REACTIONS) }),
    weight: 4,
  },
  { arbitrary: fc.record({ turns, do: fc.constant('pass' as const), by: fc.constantFrom(...SPANS) }), weight: 4 },
  { arbitrary: fc.record({ turns, do: fc.constantFrom('unsubscribe' as const, 'abort' as const), which }), weight: 3 },
  { arbitrary: fc.record({ turns, do: fc.constant('revoke' as const) }), weight: 1 },
  {
    arbitrary: fc.record({ turns, do: fc.constant('set-wall-clock' as const), by: fc.constantFrom(...JUMPS) }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      turns,
      do: fc.constant('sign-in' as const),
      as: fc.constant('ada' as const),
      named: fc.boolean(),
      withoutRefreshToken: fc.constant(true),
    }),
    weight: 1,
  },
  { arbitrary: request.map((to) => ({ ...to, to: 'elsewhere' as const })), weight: 1 },
);
const reaction = fc.option(fc.constantFrom(...REACTIONS), { nil: undefined, freq: 1 });

/** Whatever may happen to a client. */
export const anyScript: fc.Arbitrary<Script> = fc.record({
  deadline: fc.constant(DEADLINE),
  patience: fc.constantFrom(DEADLINE, 4_000),
  lifetime: fc.constantFrom(60_000, 5_000),
  reactions: fc.record({ ended: reaction, refreshed: reaction, unavailable: reaction, settled: reaction }),
  seed: fc.nat(),
  steps: fc.array(step, { maxLength: 30, size: 'max' }),
});
