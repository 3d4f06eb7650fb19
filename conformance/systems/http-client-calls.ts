import type { HttpClient } from '@angular/common/http';
import { firstValueFrom } from 'rxjs';
import { observed } from '../page/calls.ts';
import type { Client } from './system.ts';
import { within } from './within.ts';

/** HttpClient, whatever interceptors it has, as applications call it. */
export function httpClientCalls(http: HttpClient, prefix: string): Client {
  return {
    get: (url) => firstValueFrom(http.get(within(prefix, url))),
    send: ({ method, url, body, headers }) => observed(http.request(method, within(prefix, url), { body, headers })),
  };
}
