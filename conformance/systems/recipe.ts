import axios, { type AxiosInstance } from 'axios';
import type { Feature } from '../page/errand.ts';
import { applicationInterceptors } from './application-interceptors.ts';
import { axiosCalls } from './axios-calls.ts';
import { bodyTransform } from './body-transform.ts';
import type { Opened, Surroundings, TokenSet } from './system.ts';

/** What none of the five published recipes describes. */
export const NOT_DESCRIBED = {
  lifetime: 'it waits for the refusal',
  'two-clients': 'it describes one instance',
  guard: 'it has none',
  stability: 'Angular does not know of its requests',
  early: 'it waits for the refusal',
} satisfies Partial<Record<Feature, string>>;

/** What a recipe adds to an application's instance. */
export interface Recipe {
  signIn(tokens: TokenSet): void;
  signOut(): void | Promise<void>;
}

/** An application over an axios instance with a recipe of its own. */
export function recipe(surroundings: Surroundings, follow: (instance: AxiosInstance) => Recipe): Opened {
  const { api, timeout } = surroundings;
  const instance = axios.create({
    baseURL: api.prefix,
    timeout,
    withCredentials: true,
    ...bodyTransform(surroundings),
  });
  const followed = follow(instance);
  applicationInterceptors(instance, surroundings);

  return { ...axiosCalls(instance), ...followed };
}
