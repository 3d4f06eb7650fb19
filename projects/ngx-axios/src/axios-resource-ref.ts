import { ResourceRef, Signal } from '@angular/core';
import { AxiosResponse } from 'axios';
import { AxiosProgress } from './axios-event';

/**
 * A resource that is loaded over `AxiosClient`, and what is known of its response.
 *
 * @example
 * ```ts
 * import { AxiosResourceRef } from 'ngx-axios';
 *
 * export const isFromCache = (orders: AxiosResourceRef<Order[] | undefined>): boolean => !!orders.headers()?.['age'];
 * ```
 */
export interface AxiosResourceRef<T> extends ResourceRef<T> {
  /** The status of the response, also of one that is an error; `undefined` without a response. */
  readonly statusCode: Signal<number | undefined>;
  /** The headers of the response, as axios has them. */
  readonly headers: Signal<AxiosResponse['headers'] | undefined>;
  /** How far the download has come. */
  readonly progress: Signal<AxiosProgress | undefined>;
  hasValue(this: T extends undefined ? this : never): this is AxiosResourceRef<Exclude<T, undefined>>;
  hasValue(): boolean;
}
