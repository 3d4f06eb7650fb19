import { axiosCalls } from './axios-calls.ts';
import { ngxAxiosApplication } from './ngx-axios-application.ts';
import type { System } from './system.ts';

export const system: System = {
  name: 'axiosRef',
  about: '`ngx-axios`: the axios instance of the same client, for code that knows promises',
  packages: ['axios'],
  speaks: ['body', 'cookies', 'memory'],
  without: {
    stability: 'code that knows axios alone is not waited for by Angular; AxiosClient is',
  },
  async open(surroundings) {
    const { client, second, rest } = await ngxAxiosApplication(surroundings);

    return { ...axiosCalls(client.axiosRef), second: axiosCalls(second.axiosRef), ...rest };
  },
};
