import type { Fate } from './answer.ts';
import { CALM } from './calm.ts';
import type { Script, Step } from './script.ts';

/** A script that has once shown something wrong, kept for ever. */
export interface CounterExample {
  /** What holds when nothing is wrong. */
  readonly name: string;
  readonly script: Script;
}

const signIn: Step = { turns: 'all', do: 'sign-in', as: 'ada', named: true };
const request: Step = { turns: 'all', do: 'request', method: 'get', through: 'client' };
const refresh: Step = { turns: 'all', do: 'react', how: 'refreshes' };
const answer = (which: number, fate: Fate): Step => ({ turns: 'all', do: 'answer', which, fate });
const answered = answer(0, 'healthy');
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
        answer(0, 'retry-seconds'),
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
      steps: [signIn, expire, request, answered, answer(0, 'unavailable')],
    },
  },
  {
    name: 'who waits goes on with the tokens of a sign-in that a listener made on being told of an outage',
    script: {
      ...CALM,
      reactions: { unavailable: 'signs in as ada' },
      steps: [signIn, request, expire, answered, answer(0, 'unreachable')],
    },
  },
  {
    name: 'two tokens that are refused by turns do not open the breaker',
    script: {
      ...CALM,
      steps: [
        signIn,
        request,
        request,
        expire,
        answered,
        answered,
        answered, // the refresh: both are sent again with the second token
        request,
        expire,
        answer(2, 'healthy'),
        answer(2, 'healthy'), // the refresh: the third request is sent again with the third token
        answer(0, 'healthy'), // the second token is refused
        answer(1, 'denied'), // the third
        answer(0, 'healthy'), // and the second once more
        request,
        expire,
        answered,
      ],
    },
  },
  {
    name: 'who waits goes on with the tokens of a sign-in that somebody made on being handed the fresh token before',
    script: {
      ...CALM,
      reactions: { settled: 'signs in as ada' },
      steps: [signIn, request, expire, refresh, answered, { turns: 'all', do: 'deliver', which: 0 }, answered],
    },
  },
  {
    name: 'who ends the session on being handed its token by a sign-in is not told of a failure afterwards',
    script: {
      ...CALM,
      reactions: { settled: 'signs out' },
      steps: [signIn, refresh, signIn],
    },
  },
  {
    name: 'who signs out on being told that an early refresh comes to nothing is not told a second time, nor is anybody passed over',
    script: {
      ...CALM,
      lifetime: 600_000,
      deadline: 14_000,
      refreshesEarly: true,
      reactions: { settled: 'signs out' },
      steps: [
        signIn,
        { turns: 'all', do: 'pass', by: 580_000 },
        { turns: 'all', do: 'react', how: 'asks for a token' },
        { turns: 'all', do: 'react', how: 'asks for a token' },
        { turns: 'all', do: 'pass', by: 14_000 },
      ],
    },
  },
  {
    name: 'a sign-in that is quicker than the store leaves nothing refreshing for whoever refreshed before',
    script: { ...CALM, store: 'with ada', steps: [refresh, signIn] },
  },
  {
    name: 'what waited for the store goes to the session that the store held, whoever signs in while that is being told',
    script: {
      ...CALM,
      store: 'with ada',
      reactions: { settled: 'signs in as grace' },
      steps: [{ turns: 'all', do: 'react', how: 'asks for a token' }, request],
    },
  },
  {
    name: 'a refresh that was asked for before the store had answered may end the session, also after a sign-in of the same subject',
    script: {
      ...CALM,
      store: 'with ada',
      refreshesEarly: true,
      reactions: { settled: 'signs in as ada' },
      steps: [
        { turns: 'all', do: 'react', how: 'asks for a token' },
        refresh,
        { turns: 'all', do: 'answer-from-store', works: true },
        { turns: 'all', do: 'arrive', which: 0, fate: 'denied' },
      ],
    },
  },
  {
    name: 'an application that is destroyed during a refresh leaves no timers behind',
    script: { ...CALM, steps: [signIn, refresh, { turns: 'all', do: 'pass', by: 1 }], breaksOff: true },
  },
  {
    name: 'a request whose session is over by the time the store has answered does not wait for the refresh of the next',
    script: {
      ...CALM,
      store: 'with ada',
      reactions: { settled: 'signs in as ada' },
      steps: [
        { turns: 'all', do: 'react', how: 'asks for a token' },
        refresh,
        request,
        { turns: 'all', do: 'sign-in', as: 'ada', named: false },
      ],
    },
  },
];
