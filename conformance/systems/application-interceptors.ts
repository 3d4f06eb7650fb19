import type { AxiosInstance } from 'axios';
import type { Surroundings } from './system.ts';

/** What an application has on its instance besides. */
export function applicationInterceptors(instance: AxiosInstance, { onRequest, onResponse }: Surroundings): void {
  if (onRequest) {
    instance.interceptors.request.use((config) => {
      onRequest();

      return config;
    });
  }
  if (onResponse) {
    instance.interceptors.response.use(
      (response) => {
        onResponse();

        return response;
      },
      (error: unknown) => {
        onResponse();
        throw error;
      },
    );
  }
}
