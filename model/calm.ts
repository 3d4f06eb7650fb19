import type { Script } from './script.ts';

/** A script in which nothing happens by itself. */
export const CALM: Omit<Script, 'steps'> = {
  deadline: 10_000,
  patience: 10_000,
  lifetime: 60_000,
  reactions: {},
  refreshesForGood: false,
  refreshesEarly: false,
  seed: 0,
};
