import type { AxiosHeaders, AxiosRequestTransformer, CreateAxiosDefaults } from 'axios';
import type { Surroundings } from './system.ts';

/** What an application does to every body, as axios is told. */
export function bodyTransform({ transform }: Surroundings): CreateAxiosDefaults {
  if (!transform) return {};

  const transformRequest: AxiosRequestTransformer = (body: unknown, headers: AxiosHeaders) => {
    if (body !== undefined && !(body instanceof FormData)) headers.setContentType('application/json');

    return transform(body);
  };

  return { transformRequest: [transformRequest] };
}
