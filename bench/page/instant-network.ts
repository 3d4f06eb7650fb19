import { type HttpBackend, HttpErrorResponse, HttpHeaders, HttpResponse } from '@angular/common/http';
import { AxiosError, AxiosHeaders, type AxiosAdapter } from 'axios';
import { from } from 'rxjs';
import type { Network } from './contenders/contender.ts';

/** What the network answers: soon or late, and whether it takes the token. */
export type Answering = (authorization: string | null, url: string) => Promise<200 | 401>;

/** A network without a wire: it answers everything with one body, as soon as the promise does. */
export function networkOf(answering: Answering, body: object): Network {
  const data = JSON.stringify(body);
  const adapter: AxiosAdapter = async (config) => {
    const status = await answering(config.headers.get('Authorization') as string | null, config.url!);
    const headers = new AxiosHeaders({ 'content-type': 'application/json' });
    const response = { config, status, statusText: '', data, headers };
    if (status === 401) throw new AxiosError('Unauthorized', AxiosError.ERR_BAD_REQUEST, config, null, response);

    return response;
  };
  const headers = new HttpHeaders({ 'content-type': 'application/json' });
  const backend: HttpBackend = {
    handle: (request) =>
      from(
        answering(request.headers.get('Authorization'), request.url).then((status) => {
          if (status === 401) throw new HttpErrorResponse({ status, headers, url: request.url });

          return new HttpResponse({ status, headers, body });
        }),
      ),
  };

  return { baseURL: '/api', adapter, backend };
}
