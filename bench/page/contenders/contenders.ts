import { axiosAuthRefresh, axiosJwt, plainAxios } from './axios.ts';
import type { Open } from './contender.ts';
import { handWritten, handWrittenRefreshFirst } from './fetch.ts';
import { plainHttpClient, publishedInterceptor } from './http-client.ts';
import {
  ngxAxiosAlone,
  ngxAxiosClient,
  ngxAxiosFetch,
  ngxAxiosHttp,
  ngxAxiosOvertaking,
  ngxAxiosRef,
} from './ngx-axios.ts';

export const CONTENDERS = {
  'plain axios': plainAxios,
  'axios-auth-refresh': axiosAuthRefresh,
  'axios-jwt': axiosJwt,
  'AxiosClient without a session': ngxAxiosAlone,
  axiosRef: ngxAxiosRef,
  AxiosClient: ngxAxiosClient,
  'AxiosClient over fetch': ngxAxiosFetch,
  'the same, the refresh before the others': ngxAxiosOvertaking,
  HttpClient: plainHttpClient,
  'published interceptor': publishedInterceptor,
  'ngx-axios/http': ngxAxiosHttp,
  fetch: handWritten,
  'fetch, refreshing first': handWrittenRefreshFirst,
} satisfies Record<string, Open>;

export type Name = keyof typeof CONTENDERS;
