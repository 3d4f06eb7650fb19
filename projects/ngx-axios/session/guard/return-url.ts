import { inject } from '@angular/core';
import { Router, UrlTree } from '@angular/router';
import { SESSION_OPTIONS } from '../session-options';

const PARAMETER = 'returnUrl';
const MAX_LENGTH = 2_048;

/** A path from the root of this application: no other origin, no backslash, no white space or control characters. */
const PATH = /^\/(?![/\\])[^\\\s\p{Cc}]*$/u;

/** Adds where to return to after signing in. */
export function withReturnUrl(login: UrlTree, returnUrl: string | undefined): UrlTree {
  if (returnUrl !== undefined) login.queryParams = { ...login.queryParams, [PARAMETER]: returnUrl };

  return login;
}

/**
 * Where to go after signing in, for the login page: what the guard left in the query parameter `returnUrl`, when that points
 * inside this application. Anybody may write a link to the login page, so everything else gives `fallback`
 * (RFC 9700 section 4.11).
 *
 * Call it in an injection context; the function that it answers reads the URL when it is called.
 *
 * @example
 * ```ts
 * import { inject } from '@angular/core';
 * import { Router } from '@angular/router';
 * import { injectReturnUrl } from 'ngx-axios';
 *
 * const router = inject(Router);
 * const returnUrl = injectReturnUrl();
 * const signedIn = () => router.navigateByUrl(returnUrl());
 * ```
 */
export function injectReturnUrl(fallback = '/'): () => string {
  const router = inject(Router);
  const { login = '/login' } = inject(SESSION_OPTIONS);

  return () => {
    const value: unknown = router.parseUrl(router.url).queryParams[PARAMETER];
    if (typeof value !== 'string' || value.length > MAX_LENGTH || !PATH.test(value)) return fallback;

    const isLogin = typeof login === 'string' && pathOf(value) === pathOf(login);

    return isLogin ? fallback : value;
  };
}

function pathOf(url: string): string {
  return url.replace(/[?#;].*/, '');
}
