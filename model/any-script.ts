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
  'says-whose',
  'somebody-else',
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
const SPANS = [
  0,
  1,
  100,
  1_000,
  3_999,
  4_000,
  7_000,
  9_999,
  10_000,
  10_001,
  29_999,
  30_000,
  30_001,
  50_000,
  60_000,
  HOUR,
];
const JUMPS = [1_000, -1_000, HOUR, -HOUR, 7 * HOUR, YEAR, -YEAR, 30 * YEAR, -30 * YEAR];

const turns = fc.oneof(
  { arbitrary: fc.constant('all' as const), weight: 2 },
  { arbitrary: fc.nat({ max: 24 }), weight: 3 },
);
const which = fc.nat({ max: 3 });
const fate = oftenest('healthy' as const, FATES);
const as = fc.constantFrom('ada' as const, 'grace' as const);
const named = fc.boolean();
const request = step('request', {
  method: fc.constantFrom('get' as const, 'post' as const),
  through: fc.constantFrom('client' as const, 'axiosRef' as const),
});
const signIn = step('sign-in', { as, named });
const expire = step('expire');

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: request },
  { weight: 1, arbitrary: request.map((to) => ({ ...to, to: 'elsewhere' as const })) },
  { weight: 1, arbitrary: request.map((to) => ({ ...to, once: true as const })) },
  { weight: 10, arbitrary: step('answer', { which, fate }) },
  { weight: 4, arbitrary: step('arrive', { which, fate }) },
  { weight: 4, arbitrary: step('deliver', { which }) },
  { weight: 5, arbitrary: expire },
  { weight: 1, arbitrary: step('revoke') },
  { weight: 2, arbitrary: signIn },
  { weight: 1, arbitrary: signIn.map((to) => ({ ...to, withoutRefreshToken: true })) },
  { weight: 4, arbitrary: step('react', { how: fc.constantFrom(...REACTIONS) }) },
  { weight: 4, arbitrary: step('pass', { by: fc.constantFrom(...SPANS) }) },
  { weight: 3, arbitrary: step('answer-from-store', { works: oftenest(true, [true, false]) }) },
  { weight: 1, arbitrary: step('show', { isShown: fc.boolean() }) },
  { weight: 1, arbitrary: step('set-wall-clock', { by: fc.constantFrom(...JUMPS) }) },
  { weight: 2, arbitrary: step('unsubscribe', { which }) },
  { weight: 2, arbitrary: step('abort', { which }) },
);

const firstAnswer = (to: Fate) => step('answer', { which: fc.constant(0), fate: fc.constant(to) });
const meetsItsEnd = [request, firstAnswer('denied'), firstAnswer('healthy'), firstAnswer('denied')];

/** How stories begin: mostly with several requests that meet a token that has expired. */
const opening: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step[]>([]) },
  {
    weight: 10,
    arbitrary: fc
      .tuple(signIn, fc.array(request, { minLength: 1, maxLength: 4 }), expire)
      .map(([first, requests, last]): Step[] => [first, ...requests, last]),
  },
  // Three times a fresh token is refused, which opens the breaker.
  {
    weight: 1,
    arbitrary: inOrder(signIn, ...meetsItsEnd, ...meetsItsEnd, ...meetsItsEnd, request, firstAnswer('denied')),
  },
  // A request waits for a refresh, and then for another one.
  {
    weight: 1,
    arbitrary: inOrder(
      signIn,
      step('react', { how: fc.constant('refreshes' as const) }),
      request,
      step('pass', { by: fc.constant(7_000) }),
      firstAnswer('healthy'),
      expire,
      firstAnswer('healthy'),
      step('pass', { by: fc.constant(7_000) }),
    ),
  },
);
const reaction = oftenest(undefined, REACTIONS);

/** Whatever may happen to a client. */
export const anyScript: fc.Arbitrary<Script> = fc.record({
  deadline: fc.constant(DEADLINE),
  patience: fc.constantFrom(DEADLINE, 4_000),
  lifetime: fc.constantFrom(60_000, 5_000),
  reactions: fc.record({ ended: reaction, refreshed: reaction, unavailable: reaction, settled: reaction }),
  refreshesForGood: fc.boolean(),
  refreshesEarly: fc.boolean(),
  store: oftenest(undefined, ['with ada' as const, 'empty' as const]),
  seed: fc.nat(),
  breaksOff: fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(true as const) },
  ),
  steps: fc
    .tuple(opening, fc.array(anyStep, { maxLength: 24, size: 'max' }))
    .map(([first, rest]) => [...first, ...rest]),
});

function inOrder(...steps: fc.Arbitrary<Step>[]): fc.Arbitrary<Step[]> {
  return fc.tuple(...steps);
}

function step<D extends Step['do'], Rest extends object>(
  what: D,
  rest?: { readonly [K in keyof Rest]: fc.Arbitrary<Rest[K]> },
): fc.Arbitrary<{ turns: Step['turns']; do: D } & Rest> {
  return fc.record({ turns, do: fc.constant(what), ...rest }) as fc.Arbitrary<{ turns: Step['turns']; do: D } & Rest>;
}

/** The usual thing three times of five, else any. */
function oftenest<T, U>(usual: U, any: readonly T[]): fc.Arbitrary<T | U> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(...any) },
  );
}
