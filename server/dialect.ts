/** How a server speaks of tokens: where its routes are, how it hands tokens out, and how it says that one is no longer good. */
export interface Dialect {
  /** Where the API is mounted. */
  readonly prefix: string;
  readonly signIn: string;
  readonly refresh: string;
  readonly signOut: string;
  /** Both tokens in JSON, both as HttpOnly cookies, or the access token in JSON and the refresh token as an HttpOnly cookie. */
  readonly delivery: 'body' | 'cookies' | 'access-in-memory';
  /** The header that carries the access token. */
  readonly header: string;
  /** What a request with an expired, unknown or missing access token is answered. */
  readonly expired: { readonly status: number; readonly body: object };
  /** What a refresh token that is not, or no longer, good is answered. */
  readonly refused: { readonly status: number; readonly body: object };
  /** Where the browser sends the cookies. Default: to the API alone, and to no server that renders pages. */
  readonly cookiePath?: string;
  /** Whether everything that changes something needs an XSRF token. Default: `false`. */
  readonly xsrf?: boolean;
}

/** The demo's own API. */
export const DEMO: Dialect = {
  prefix: '/api',
  signIn: '/auth/sign-in',
  refresh: '/auth/refresh',
  signOut: '/auth/sign-out',
  delivery: 'access-in-memory',
  header: 'authorization',
  expired: { status: 401, body: { title: 'The access token has expired.' } },
  refused: { status: 401, body: { title: 'The refresh token is not good.' } },
};

/** The two other kinds of session, otherwise like the demo's. */
export const KINDS: Record<'body' | 'cookies', Dialect> = {
  body: { ...DEMO, prefix: '/body/api', delivery: 'body' },
  cookies: { ...DEMO, prefix: '/cookies/api', delivery: 'cookies' },
};

/** Flow A, on a server that believes no cookie alone. */
export const XSRF: Dialect = { ...DEMO, prefix: '/xsrf/api', delivery: 'cookies', xsrf: true };

/** The five published flows, each as its own server speaks. */
export const FLOWS: Record<'a' | 'b' | 'c' | 'd' | 'e', Dialect> = {
  a: { ...DEMO, prefix: '/a/api/v1', refresh: '/auth/refresh-token', delivery: 'cookies' },
  b: {
    ...DEMO,
    prefix: '/b/api',
    delivery: 'body',
    header: 'authentication',
    expired: { status: 403, body: { code: 'TOKEN_EXPIRED' } },
    refused: { status: 400, body: { error: 'invalid_grant' } },
  },
  c: { ...DEMO, prefix: '/c/api', refused: { status: 403, body: { title: 'Forbidden' } } },
  d: {
    ...DEMO,
    prefix: '/d/api',
    delivery: 'body',
    expired: { status: 200, body: { statusCode: 401, message: 'jwt expired' } },
  },
  e: { ...DEMO, prefix: '/e/api', expired: { status: 419, body: { title: 'Authentication Timeout' } } },
};
