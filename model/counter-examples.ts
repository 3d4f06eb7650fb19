import type { Script, Step } from './script.ts';

/** A script that has once shown something wrong, kept for ever. */
export interface CounterExample {
  /** What holds when nothing is wrong. */
  readonly name: string;
  /** Why it still shows something wrong. */
  readonly skip?: string;
  readonly script: Script;
}

const CALM: Omit<Script, 'steps'> = {
  deadline: 10_000,
  patience: 10_000,
  lifetime: 60_000,
  seed: 0,
  reactions: {},
  refreshesForGood: false,
};

const signIn: Step = { turns: 'all', do: 'sign-in', as: 'ada', named: true };
const request: Step = { turns: 'all', do: 'request', method: 'get', through: 'client' };
const answered: Step = { turns: 'all', do: 'answer', which: 0, fate: 'healthy' };
const expire: Step = { turns: 'all', do: 'expire' };

export const COUNTER_EXAMPLES: readonly CounterExample[] = [
  {
    name: 'a refresh that is refused service after the deadline leaves a pause behind',
    script: {
      ...CALM,
      steps: [
        signIn,
        expire,
        request,
        answered,
        { turns: 'all', do: 'pass', by: 20_000 },
        { turns: 'all', do: 'answer', which: 0, fate: 'retry-seconds' },
        request,
        answered,
      ],
    },
  },
  {
    name: 'a listener that refreshes on being told of a late refresh leaves nothing refreshing',
    script: {
      ...CALM,
      reactions: { refreshed: 'refreshes' },
      steps: [signIn, expire, request, answered, { turns: 'all', do: 'pass', by: 10_001 }, answered, request, answered],
    },
  },
  {
    name: 'who refreshes when a listener has signed out on being told of an outage is told of the end',
    script: {
      ...CALM,
      reactions: { unavailable: 'signs out', ended: 'refreshes' },
      steps: [signIn, expire, request, answered, { turns: 'all', do: 'answer', which: 0, fate: 'unavailable' }],
    },
  },
];
