import { type AxiosClient } from 'ngx-axios';
import { firstValueFrom, map } from 'rxjs';
import { observed } from '../page/calls.ts';
import { ngxAxiosApplication } from './ngx-axios-application.ts';
import type { Client, System } from './system.ts';

const calls = (client: AxiosClient): Client => ({
  get: (url) => firstValueFrom(client.get(url)),
  send: ({ method, url, body, headers }) =>
    observed(client.request({ method, url, data: body, headers }).pipe(map(({ data }) => data))),
});

export const system: System = {
  name: 'AxiosClient',
  about: '`ngx-axios`: axios as Observables, with `withSession` and `withTabs`',
  packages: ['axios'],
  speaks: ['body', 'cookies', 'memory'],
  without: {},
  async open(surroundings) {
    const { client, second, rest } = await ngxAxiosApplication(surroundings);

    return { ...calls(client), second: calls(second), ...rest };
  },
};
