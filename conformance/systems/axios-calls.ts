import type { AxiosInstance } from 'axios';
import { abortable } from '../page/calls.ts';
import type { Client } from './system.ts';

/** An axios instance, whatever has been done to it, as applications call it. */
export function axiosCalls(instance: AxiosInstance): Client {
  return {
    get: (url) => instance.get(url).then(({ data }) => data as unknown),
    send: ({ method, url, body, headers }) =>
      abortable((signal) =>
        instance.request({ method, url, data: body, headers, signal }).then(({ data }) => data as unknown),
      ),
  };
}
