import { inject, Injector } from '@angular/core';
import { AxiosRequestConfig, ResponseType } from 'axios';
import type { Session } from 'ngx-axios/session';
import { AxiosClient } from './axios-client';
import { AxiosResourceOptions, AxiosResourceRequest } from './axios-resource-options';
import { AxiosResourceRef } from './axios-resource-ref';
import { Ask, createResource } from './create-resource';
import { sessionPhase, whileSignedIn } from './while-signed-in';

declare const ngDevMode: boolean | undefined;

/**
 * Makes a resource of bodies of one kind.
 *
 * @see {@link axiosResource}
 */
export interface AxiosResourceOf<Raw> {
  <T = Raw>(
    request: AxiosResourceRequest,
    options: AxiosResourceOptions<T, Raw> & { defaultValue: NoInfer<T> },
  ): AxiosResourceRef<T>;
  <T = Raw>(request: AxiosResourceRequest, options?: AxiosResourceOptions<T, Raw>): AxiosResourceRef<T | undefined>;
}

/**
 * The type of {@link axiosResource}.
 *
 * @see {@link axiosResource}
 */
export interface AxiosResourceFn extends AxiosResourceOf<unknown> {
  /** The body as it is sent: JSON is not parsed. */
  readonly text: AxiosResourceOf<string>;
  readonly blob: AxiosResourceOf<Blob>;
  readonly arrayBuffer: AxiosResourceOf<ArrayBuffer>;
}

/**
 * What a request answers as signals, which follow the signals that the request is made of: Angular's `httpResource` over
 * `AxiosClient` and its session.
 *
 * When the request changes, the one on its way is aborted and the value goes back to the default; `reload()` keeps the value until the
 * next one is there. While it is `undefined` the resource is idle. Errors are those of `AxiosClient`. Loading is a pending task.
 *
 * @example
 * ```ts
 * import { Component, signal } from '@angular/core';
 * import { axiosResource } from 'ngx-axios';
 *
 * @Component({
 *   selector: 'app-orders-page',
 *   template: `
 *     @if (orders.hasValue()) {
 *       @for (order of orders.value(); track order.id) {
 *         <p>{{ order.id }}</p>
 *       }
 *     }
 *     <button type="button" [disabled]="orders.isLoading()" (click)="page.set(page() + 1)">Next</button>
 *   `,
 * })
 * export class OrdersPage {
 *   readonly page = signal(1);
 *   readonly orders = axiosResource<Order[]>(() => `/orders?page=${this.page()}`);
 * }
 * ```
 */
export const axiosResource: AxiosResourceFn = /* @__PURE__ */ (() =>
  Object.assign(resourceOf<unknown>(), {
    text: resourceOf<string>('text'),
    blob: resourceOf<Blob>('blob'),
    arrayBuffer: resourceOf<ArrayBuffer>('arraybuffer'),
  }))();

function resourceOf<Raw>(responseType?: ResponseType): AxiosResourceOf<Raw> {
  return <T>(request: AxiosResourceRequest, options: AxiosResourceOptions<T, Raw> = {}) => {
    const {
      parse = (body) => body as unknown as T,
      injector = inject(Injector),
      client = injector.get(AxiosClient),
      whenSignedOut = 'send',
      ...rest
    } = options;
    const ask: Ask<Raw> = (context) => {
      const config = configOf(request(context), responseType);

      return config && ((load) => load.body(client, config));
    };
    const session = whenSignedOut === 'wait' ? sessionOf(client) : undefined;

    return createResource<T, Raw>(
      (destroyed$) => (session ? whileSignedIn(session, sessionPhase(session, injector, destroyed$), ask) : ask),
      { ...rest, parse, injector },
    ) as AxiosResourceRef<T>;
  };
}

function configOf(
  asked: string | AxiosRequestConfig | undefined,
  responseType: ResponseType | undefined,
): AxiosRequestConfig | undefined {
  if (asked === undefined) return undefined;

  return { ...(typeof asked === 'string' ? { url: asked } : asked), ...(responseType ? { responseType } : {}) };
}

function sessionOf({ session }: AxiosClient): Session | undefined {
  if ((typeof ngDevMode === 'undefined' || ngDevMode) && !session) {
    throw new Error(
      "axiosResource: `whenSignedOut: 'wait'` contradicts a client without a session, where nobody ever signs in; remove it, or give the `client` that has one.",
    );
  }

  return session;
}
