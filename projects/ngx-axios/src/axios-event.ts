import { AxiosResponse } from 'axios';

/** How far a transfer has come. When a request is sent again after a refresh, it starts again from 0. */
export interface AxiosProgress {
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
