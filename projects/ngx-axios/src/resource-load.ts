import { signal } from '@angular/core';
import { AxiosRequestConfig, AxiosResponse, isAxiosError } from 'axios';
import { map, Observable, tap } from 'rxjs';
import { AxiosClient } from './axios-client';
import { AxiosProgress, progressOf } from './axios-event';

/**
 * What is known of one load of a resource beside its value.
 *
 * An object of its own for every load, because axios tells progress late: that of a load which is superseded is seen by nobody.
 */
export class ResourceLoad {
  readonly progress = signal<AxiosProgress | undefined>(undefined);
  readonly answer = signal<Pick<AxiosResponse, 'status' | 'headers'> | undefined>(undefined);

  /** The body; cold. */
  body<Raw>(client: AxiosClient, config: AxiosRequestConfig): Observable<Raw> {
    const watched: AxiosRequestConfig = {
      ...config,
      // Not `AxiosClient.events`: listening to uploads costs a preflight.
      onDownloadProgress: (event) => {
        config.onDownloadProgress?.(event);
        this.progress.set(progressOf(event));
      },
    };

    return client.request<Raw>(watched).pipe(
      tap({
        next: (response) => this.#answered(response),
        error: (failure: unknown) => this.#answered(isAxiosError(failure) ? failure.response : undefined),
      }),
      map(({ data }) => data),
    );
  }

  #answered(response: AxiosResponse | undefined): void {
    this.answer.set(response && { status: response.status, headers: response.headers });
  }
}
