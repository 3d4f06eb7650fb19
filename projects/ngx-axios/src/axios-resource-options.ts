import { Injector, ResourceParamsContext, ValueEqualityFn } from '@angular/core';
import { AxiosRequestConfig } from 'axios';
import { AxiosClient } from './axios-client';

/**
 * What to ask for: a URL, or what axios takes. `undefined`: nothing for now. The signals that it reads are followed.
 *
 * @see {@link axiosResource}
 */
export type AxiosResourceRequest = (context: ResourceParamsContext) => string | AxiosRequestConfig | undefined;

/**
 * How a resource is made of what the server answers. All but `client` and `whenSignedOut` is as `httpResource` has it.
 *
 * @see {@link axiosResource}
 */
export interface AxiosResourceOptions<T, Raw> {
  /** Makes the value of the body, or throws: then that is the error of the resource. */
  parse?: (body: Raw) => T;
  /** The value as long as there is none. Default: `undefined`. */
  defaultValue?: NoInfer<T>;
  /** Whether two values are the same. */
  equal?: ValueEqualityFn<NoInfer<T>>;
  /** Where to create the resource, and whose end is its end. Default: the injection context. */
  injector?: Injector;
  /** A name for Angular DevTools. */
  debugName?: string;
  /** Which client sends. Default: `inject(AxiosClient)`. */
  client?: AxiosClient;
  /**
   * What happens while nobody is signed in. `send`: the request is sent without credentials, as every other. `wait`: the resource is
   * idle, loads when somebody signs in, and forgets what it holds when that session is over. Default: `send`.
   */
  whenSignedOut?: 'send' | 'wait';
}
