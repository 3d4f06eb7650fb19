import { httpResource, HttpResourceRequest } from '@angular/common/http';
import { Injector, ResourceParamsContext, ResourceRef, Signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { axiosResource, AxiosResourceOptions } from 'ngx-axios';
import { BACKEND } from './origins';

const BASE = `${BACKEND}/body/api`;

/** What both kinds of resource have. */
export type ResourceOfTest = ResourceRef<unknown> & {
  readonly statusCode: Signal<number | undefined>;
  readonly headers: Signal<unknown>;
  readonly progress: Signal<{ readonly loaded: number } | undefined>;
};

type Asked = { url: string; method?: string } | string | undefined;
type Ask = (context: ResourceParamsContext) => Asked;
type Kind = 'json' | 'text' | 'blob' | 'arrayBuffer';
type Options = Pick<AxiosResourceOptions<unknown, never>, 'parse' | 'defaultValue' | 'equal' | 'injector'>;
type Open = (ask: Ask, options?: Options, kind?: Kind) => ResourceOfTest;

/** The functions of one family differ in what they parse, which is of no interest here. */
function ofKind<Request>(family: object, kind: Kind) {
  const made = kind === 'json' ? family : (family as Record<Kind, unknown>)[kind];
  type Make = (request: (context: ResourceParamsContext) => Request, options: Options) => ResourceOfTest;

  return (request: Parameters<Make>[0], options?: Options) =>
    (made as Make)(request, { injector: TestBed.inject(Injector), ...options });
}

const absolute = (asked: Asked): HttpResourceRequest | undefined => {
  if (asked === undefined) return undefined;
  const request = typeof asked === 'string' ? { url: asked } : asked;

  return { ...request, url: BASE + request.url, reportProgress: true };
};

/** The library's resource and Angular's, both over a client with a session, asked for a path below the API. */
export const RESOURCES: Record<'axiosResource' | 'httpResource', Open> = {
  axiosResource: (ask, options, kind = 'json') => ofKind<Asked>(axiosResource, kind)(ask, options),
  httpResource: (ask, options, kind = 'json') =>
    ofKind<HttpResourceRequest | undefined>(httpResource, kind)((context) => absolute(ask(context)), options),
};

/** All that a template can see of a resource, but its progress. */
export function seen(resource: ResourceOfTest) {
  const status = resource.status();

  return {
    status,
    value: valueOf(resource),
    hasValue: resource.hasValue(),
    hasError: resource.error() !== undefined,
    isLoading: resource.isLoading(),
    statusCode: resource.statusCode(),
    hasHeaders: resource.headers() !== undefined,
  };
}

function valueOf({ value }: ResourceOfTest): unknown {
  try {
    return value();
  } catch {
    return 'throws';
  }
}
