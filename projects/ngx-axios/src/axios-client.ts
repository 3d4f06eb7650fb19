import { inject, PendingTasks, untracked } from '@angular/core';
import { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
import type { Session } from 'ngx-axios/session';
import { Observable, Subscriber } from 'rxjs';
import { abortable } from './abortable';
import { AxiosEvent, progressOf } from './axios-event';
import { BeginRequest, ConnectedSession } from './axios-feature';

declare module 'axios' {
  interface AxiosRequestConfig<D, P> {
    /** `false`: this request has nothing to do with the session. It carries no credentials and its 401 is just an answer. */
    session?: false;
    /**
     * `false`: never send this request a second time. When its token had expired, that is refreshed and the request fails with
     * `NotReplayableError`.
     */
    replay?: false;
  }
}

/**
 * axios as cold Observables. Every subscription sends one request, emits once and completes; unsubscribing aborts it on the
 * wire. Failures are the `AxiosError` that axios made, or a `SessionError` where the session could not help.
 *
 * Verbs give the body, {@link AxiosClient.request} gives the response, {@link AxiosClient.events} gives progress too.
 *
 * @example
 * ```ts
 * import { inject, Injectable } from '@angular/core';
 * import { AxiosClient } from 'ngx-axios';
 * import { Observable } from 'rxjs';
 *
 * @Injectable({ providedIn: 'root' })
 * export class Orders {
 *   readonly #axios = inject(AxiosClient);
 *
 *   list(): Observable<Order[]> {
 *     return this.#axios.get<Order[]>('/orders');
 *   }
 * }
 * ```
 */
export class AxiosClient {
  /** The session that the client takes part in. Where an injector has one session only, inject `Session`. */
  readonly session: Session | undefined;
  readonly #begin: BeginRequest;
  readonly #pendingTasks: Pick<PendingTasks, 'add'>;

  /** @param axiosRef - The axios instance itself, for promise clients and plugins; its requests have the same session. */
  constructor(
    readonly axiosRef: AxiosInstance,
    { session, begin }: Partial<ConnectedSession> = {},
    pendingTasks: Pick<PendingTasks, 'add'> = inject(PendingTasks),
  ) {
    this.session = session;
    this.#begin = begin ?? ((config) => config);
    this.#pendingTasks = pendingTasks;
  }

  /** Sends a request and emits the whole response. */
  request<T = unknown, D = unknown>(config: AxiosRequestConfig<D>): Observable<AxiosResponse<T>> {
    return new Observable((subscriber) =>
      this.#send<T, D>(config, subscriber, (response) => subscriber.next(response)),
    );
  }

  /** Sends a request and emits upload and download progress, then the response. */
  events<T = unknown, D = unknown>(config: AxiosRequestConfig<D>): Observable<AxiosEvent<T>> {
    return new Observable<AxiosEvent<T>>((subscriber) => {
      const watched: AxiosRequestConfig<D> = {
        ...config,
        onUploadProgress: (event) => {
          config.onUploadProgress?.(event);
          subscriber.next({ type: 'upload', ...progressOf(event) });
        },
        onDownloadProgress: (event) => {
          config.onDownloadProgress?.(event);
          subscriber.next({ type: 'download', ...progressOf(event) });
        },
      };

      return this.#send<T, D>(watched, subscriber, (response) => subscriber.next({ type: 'response', response }));
    });
  }

  get<T = unknown>(url: string, config?: AxiosRequestConfig): Observable<T> {
    return this.#body({ ...config, method: 'get', url });
  }

  delete<T = unknown>(url: string, config?: AxiosRequestConfig): Observable<T> {
    return this.#body({ ...config, method: 'delete', url });
  }

  head<T = unknown>(url: string, config?: AxiosRequestConfig): Observable<T> {
    return this.#body({ ...config, method: 'head', url });
  }

  options<T = unknown>(url: string, config?: AxiosRequestConfig): Observable<T> {
    return this.#body({ ...config, method: 'options', url });
  }

  post<T = unknown, D = unknown>(url: string, data?: D, config?: AxiosRequestConfig<D>): Observable<T> {
    return this.#body({ ...config, method: 'post', url, data });
  }

  put<T = unknown, D = unknown>(url: string, data?: D, config?: AxiosRequestConfig<D>): Observable<T> {
    return this.#body({ ...config, method: 'put', url, data });
  }

  patch<T = unknown, D = unknown>(url: string, data?: D, config?: AxiosRequestConfig<D>): Observable<T> {
    return this.#body({ ...config, method: 'patch', url, data });
  }

  /** The safe method with a body, `QUERY`. */
  query<T = unknown, D = unknown>(url: string, data?: D, config?: AxiosRequestConfig<D>): Observable<T> {
    return this.#body({ ...config, method: 'query', url, data });
  }

  /** `post` as `multipart/form-data`, from a form or an object. */
  postForm<T = unknown, D = unknown>(url: string, data?: D, config?: AxiosRequestConfig<D>): Observable<T> {
    return this.#body(asForm({ ...config, method: 'post', url, data }));
  }

  /** `put` as `multipart/form-data`, from a form or an object. */
  putForm<T = unknown, D = unknown>(url: string, data?: D, config?: AxiosRequestConfig<D>): Observable<T> {
    return this.#body(asForm({ ...config, method: 'put', url, data }));
  }

  /** `patch` as `multipart/form-data`, from a form or an object. */
  patchForm<T = unknown, D = unknown>(url: string, data?: D, config?: AxiosRequestConfig<D>): Observable<T> {
    return this.#body(asForm({ ...config, method: 'patch', url, data }));
  }

  #body<T, D>(config: AxiosRequestConfig<D>): Observable<T> {
    return new Observable((subscriber) => this.#send<T, D>(config, subscriber, ({ data }) => subscriber.next(data)));
  }

  /** Sends for one subscriber, as a task that the application waits for. Answers what aborts the request. */
  #send<T, D>(
    config: AxiosRequestConfig<D>,
    subscriber: Subscriber<unknown>,
    next: (response: AxiosResponse<T>) => void,
  ): () => void {
    const done = this.#pendingTasks.add();
    const { signal, abort, release } = abortable(config.signal);
    let settled = false;
    // An effect that sends a request must not run again because the session, or an interceptor, read a signal.
    const sent = untracked(() => this.axiosRef.request<T, AxiosResponse<T>, D>(this.#begin({ ...config, signal })));
    sent.then(
      (response) => {
        settled = true;
        next(response);
        subscriber.complete();
      },
      (error: unknown) => {
        settled = true;
        subscriber.error(error);
      },
    );

    return () => {
      if (!settled) abort(); // afterwards the signal still belongs to what was handed out: a stream, or a configuration to send again
      release();
      done();
    };
  }
}

function asForm<D>(config: AxiosRequestConfig<D>): AxiosRequestConfig<D> {
  return { ...config, headers: { ...config.headers, 'Content-Type': 'multipart/form-data' } };
}
