import axios from 'axios';
import { applicationInterceptors } from './application-interceptors.ts';
import { axiosCalls } from './axios-calls.ts';
import { bodyTransform } from './body-transform.ts';
import type { System } from './system.ts';

/** The control: it attaches the token that it has, and knows nothing else. */
export const system: System = {
  name: 'plain axios',
  about: 'the control: an instance that attaches the token, and never refreshes',
  packages: ['axios'],
  speaks: ['body', 'cookies', 'memory'],
  without: {
    lifetime: 'it knows nothing of tokens',
    ended: 'it knows nothing of sessions',
    'same-client': 'it does not refresh',
    shared: 'it keeps its token in memory',
    guard: 'it has none',
    stability: 'Angular does not know of its requests',
    early: 'it does not refresh',
  },
  open(surroundings) {
    let token: string | undefined;
    const create = () => {
      const { api, timeout } = surroundings;
      const instance = axios.create({ baseURL: api.prefix, timeout, ...bodyTransform(surroundings) });
      instance.interceptors.request.use((config) => {
        if (token) config.headers.set('Authorization', `Bearer ${token}`);

        return config;
      });
      applicationInterceptors(instance, surroundings);

      return axiosCalls(instance);
    };

    return {
      ...create(),
      second: create(),
      signIn: ({ accessToken }) => void (token = accessToken),
      signOut: () => void (token = undefined),
    };
  },
};
