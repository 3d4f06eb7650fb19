import { AxiosProgressEvent, AxiosResponse } from 'axios';

/** How far a transfer has come. */
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

/** What `AxiosClient.events` emits: progress, and at last the response. */
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
