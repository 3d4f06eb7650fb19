import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Fate } from './answer.ts';
import { CALM } from './calm.ts';
import { cutInto, momentsOf, type Untimed } from './cut-ins.ts';
import { loadLibrary, type Library } from './library.ts';
import { play } from './play.ts';
import type { Script, Step } from './script.ts';
import { VirtualTime } from './virtual-time.ts';

const step = (what: Untimed): Step => ({ ...what, turns: 'all' });
const request = (through: 'client' | 'axiosRef') => step({ do: 'request', method: 'post', through });
const next = (fate: Fate = 'healthy') => [step({ do: 'arrive', which: 0, fate }), step({ do: 'deliver', which: 0 })];

/** Two requests meet an expired token and wait for one refresh, with which this happens. */
function story(fate: Fate, through: 'client' | 'axiosRef' = 'client'): Script {
  return {
    ...CALM,
    steps: [
      step({ do: 'sign-in', as: 'ada', named: true }),
      step({ do: 'expire' }),
      request(through),
      request(through),
      ...next(), // the first is refused
      ...next(), // the second, too
      ...next(fate),
      ...next(), // the first is sent again
      ...next(),
    ],
  };
}

/** Two requests are made before the store has said who is signed in, and then meet an expired token. */
const STORE_STORY: Script = {
  ...CALM,
  store: 'with ada',
  steps: [
    step({ do: 'show', isShown: true }),
    request('client'),
    request('axiosRef'),
    step({ do: 'answer-from-store', works: true }),
    step({ do: 'expire' }),
    ...next(),
    ...next(),
    ...next(),
    step({ do: 'answer-from-store', works: true }),
    ...next(),
    ...next(),
  ],
};

const FIRST_REQUEST = 2;
const FATES: Fate[] = ['healthy', 'denied', 'unavailable', 'lost', 'garbage-instead', 'hanging-after'];
const STORIES = FATES.flatMap((fate) => [story(fate, 'client'), story(fate, 'axiosRef')]);
const CUTS: Record<string, Untimed> = {
  'sign-out': { do: 'react', how: 'signs out' },
  'sign-in as another user': { do: 'sign-in', as: 'grace', named: true },
  'sign-in as the same subject': { do: 'sign-in', as: 'ada', named: true },
  'sign-in as nobody in particular': { do: 'sign-in', as: 'ada', named: false },
  'refresh of the application': { do: 'react', how: 'refreshes' },
  'question for a token': { do: 'react', how: 'asks for a token' },
  'third request': { do: 'react', how: 'requests' },
  'first waiter that leaves': { do: 'unsubscribe', which: 0 },
  'second waiter that aborts': { do: 'abort', which: 1 },
  'clock that jumps over every limit': { do: 'pass', by: 30_001 },
};
const PAIRS = [
  ['sign-out', 'sign-in as another user'],
  ['sign-out', 'sign-in as the same subject'],
  ['sign-in as another user', 'sign-out'],
  ['sign-in as the same subject', 'sign-out'],
] as const;

describe('One refresh with two waiters withstands', () => {
  let library: typeof Library;
  let time: VirtualTime;
  before(async () => {
    library = await loadLibrary();
    time = new VirtualTime();
  });
  after(() => time.uninstall());

  /** Plays all of them, and says how many there were: no loop over nothing may pass for a proof. */
  async function withstands(test: TestContext, scripts: readonly Script[], atLeast: number): Promise<void> {
    for (const script of scripts) {
      const { findings } = await play(script, library, time);
      assert.deepEqual(findings, [], script.steps.map((one) => JSON.stringify(one)).join('\n'));
    }
    test.diagnostic(`${scripts.length} plays`);
    assert.ok(scripts.length >= atLeast, `There are only ${scripts.length}.`);
  }

  for (const [name, cut] of Object.entries(CUTS)) {
    it(`a ${name} at every moment, whatever becomes of the refresh`, async (test) => {
      const scripts: Script[] = [];
      for (const all of STORIES) {
        const moments = await momentsOf(all, FIRST_REQUEST, library, time);
        scripts.push(...moments.map((moment) => cutInto(all, [moment, cut])));
      }
      await withstands(test, scripts, 500);
    });
  }

  for (const name of [
    'sign-out',
    'sign-in as another user',
    'sign-in as the same subject',
    'refresh of the application',
  ]) {
    it(`a ${name} at every moment, with a slow store`, async (test) => {
      const moments = await momentsOf(STORE_STORY, 0, library, time);
      const scripts = moments.map((moment) => cutInto(STORE_STORY, [moment, CUTS[name]!]));
      await withstands(test, scripts, 50);
    });
  }

  for (const [first, second] of PAIRS) {
    it(`a ${first} and a ${second} at every two moments`, async (test) => {
      const all = story('healthy');
      const moments = await momentsOf(all, FIRST_REQUEST, library, time);
      const scripts = moments.flatMap((one, index) =>
        moments.slice(index).map((other) => cutInto(all, [one, CUTS[first]!], [other, CUTS[second]!])),
      );
      await withstands(test, scripts, 1_000);
    });
  }
});
