import { InjectionToken } from '@angular/core';

/** The kinds of session that the server offers, each under a path of its own. */
export const KINDS = {
  'access-in-memory': { label: 'Access token in memory', baseURL: '/api' },
  body: { label: 'Both tokens in bodies', baseURL: '/body/api' },
  cookies: { label: 'Both tokens in cookies', baseURL: '/cookies/api' },
} as const;

export type Kind = keyof typeof KINDS;

export const DEFAULT_KIND: Kind = 'access-in-memory';

/** The kind of session that this page has. */
export const KIND = new InjectionToken<Kind>('KIND');

const KEY = 'playground.kind';

/** A page has one kind of session: the one that its URL names, or else the last one of this tab. */
export function kindOfPage(): Kind {
  const named = new URLSearchParams(location.search).get('kind') ?? sessionStorage.getItem(KEY) ?? '';

  return Object.hasOwn(KINDS, named) ? (named as Kind) : DEFAULT_KIND;
}

/** Keeps the choice for the pages whose URL does not name it. */
export function rememberKind(kind: Kind): void {
  sessionStorage.setItem(KEY, kind);
}
