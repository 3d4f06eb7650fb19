import { type AxiosInstance, isAxiosError } from 'axios';
import type { Surroundings } from './system.ts';

/** What an application has on its instance besides. */
export function applicationInterceptors(instance: AxiosInstance, { onRequest, onResponse }: Surroundings): void {
  if (onRequest) {
    instance.interceptors.request.use((config) => {
      onRequest(config.url);

      return config;
    });
  }
  if (onResponse) {
    instance.interceptors.response.use(
      (response) => {
        onResponse(response.config.url);

        return response;
      },
      (error: unknown) => {
        onResponse(isAxiosError(error) ? error.config?.url : undefined);
        throw error;
      },
    );
  }
}
