import { AxiosProgressEvent, AxiosResponse } from 'axios';

/**
 * How far a transfer has come.
 *
 * @see {@link AxiosEvent}
 */
export interface AxiosProgress {
  /** `1`, and `2` when the request is sent again after a refresh: then the transfer starts again from 0. */
  readonly attempt: number;
  /** Bytes so far. */
  readonly loaded: number;
  /** Bytes in all; absent when the server does not say. */
  readonly total?: number;
  /** Bytes per second. */
  readonly rate?: number;
}

/**
 * What `AxiosClient.events` emits: progress, and at last the response.
 *
 * @example
 * ```ts
 * import { AxiosClient, AxiosEvent } from 'ngx-axios';
 * import { map, Observable } from 'rxjs';
 *
 * const percent = (event: AxiosEvent): number =>
 *   event.type === 'upload' ? Math.floor((100 * event.loaded) / (event.total ?? Infinity)) : 100;
 *
 * export const upload = (http: AxiosClient, file: File): Observable<number> =>
 *   http.events({ method: 'POST', url: '/files', data: file }).pipe(map(percent));
 * ```
 */
export type AxiosEvent<T = unknown> =
  | ({ readonly type: 'upload' } & AxiosProgress)
  | ({ readonly type: 'download' } & AxiosProgress)
  | { readonly type: 'response'; readonly response: AxiosResponse<T> };

/** What an event of axios says. */
export function progressOf({
  loaded,
  total,
  rate,
  attempt = 1,
}: AxiosProgressEvent & { attempt?: number }): AxiosProgress {
  return { attempt, loaded, ...(total === undefined ? {} : { total }), ...(rate === undefined ? {} : { rate }) };
}
