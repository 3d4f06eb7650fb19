import { AxiosInstance } from 'axios';
import { listNotes } from 'generated/hey-api'; // `npm run clients`
import { Client, createClient } from 'generated/hey-api/client';
import { Api } from 'generated/swagger-typescript-api/api';
import { Asked, promised } from './asked';

/** Options of one request, as every generated client passes them on to axios. */
interface OneRequest {
  readonly baseURL?: string;
  readonly session?: false;
}

/** A client that was generated from the server's own OpenAPI document, reduced to what the specs ask for. */
export interface GeneratedClient {
  listNotes(n?: string, options?: OneRequest): Asked;
}

/** A client of `@hey-api/openapi-ts` that throws, over an axios instance. */
export function heyApi(axiosRef: AxiosInstance): GeneratedClient {
  return heyApiOver(createClient({ axios: axiosRef, throwOnError: true }));
}

/** The same over a client that is there already. */
export function heyApiOver(client: Client): GeneratedClient {
  return {
    listNotes: (n, options) => promised((signal) => listNotes({ client, query: { n }, signal, ...options })),
  };
}

/** A client of `swagger-typescript-api`, over an axios instance. */
export function swaggerTypescriptApi(axiosRef: AxiosInstance): GeneratedClient {
  const api = new Api();
  api.instance = axiosRef;

  return { listNotes: (n, options) => promised((signal) => api.notes.listNotes({ n }, { signal, ...options })) };
}

/** All generators, by their names. */
export const GENERATED = {
  '@hey-api/openapi-ts': heyApi,
  'swagger-typescript-api': swaggerTypescriptApi,
};
