import type { IssuedTokens, StrictServer, User } from './strict-server.ts';

/** What becomes of a request that arrives. Those that only concern a refresh are `healthy` for every other request. */
export type Fate =
  | 'healthy'
  | 'keeps-refresh-token' // answered without a refresh token, so that the old one stays good
  | 'no-lifetime' // answered without one
  | 'says-whose' // answered with the subject
  | 'somebody-else' // answered with another subject
  | 'denied' // 401: to a request, however good its token is; to a refresh, its refusal
  | 'invalid-grant'
  | 'forbidden'
  | 'firewall' // 403 with an HTML page
  | 'unavailable' // 503
  | 'retry-seconds' // 503 with Retry-After
  | 'retry-date' // 429 with Retry-After as a date
  | 'unreachable' // a network error before the server has done anything
  | 'lost' // the server has done it all, and its answer is destroyed
  | 'garbage' // 200 with a page, from somebody in between
  | 'garbage-instead' // the server has done it all, and the answer is replaced by a page
  | 'hanging' // never answered
  | 'hanging-after'; // the server has done it all, and never answers

/** An answer on its way back; `null` is a broken connection. */
export type Answer = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly data: string;
} | null;

const PAGE = '<!doctype html><title>Welcome to the airport</title>';
const HTML = { 'content-type': 'text/html' };

/** What the server answers to a request for something protected. */
export function answerRequest(server: StrictServer, accessToken: string, number: number, fate: Fate): Answer {
  const user = server.judge(accessToken);
  switch (fate) {
    case 'denied':
      return json(401, {});
    case 'unavailable':
    case 'retry-seconds':
    case 'retry-date':
      return json(503, {});
    case 'unreachable':
    case 'lost':
      return null;
    default:
      return user ? json(200, { user, number }) : json(401, {});
  }
}

/** What the server answers to a refresh, and what comes of it on the way; `undefined` when nothing ever comes. */
export function answerRefresh(server: StrictServer, refreshToken: string, fate: Fate): Answer | undefined {
  switch (fate) {
    case 'denied':
      return json(401, {});
    case 'invalid-grant':
      return json(400, { error: 'invalid_grant' });
    case 'forbidden':
      return json(403, { error: 'disabled' });
    case 'firewall':
      return { status: 403, headers: HTML, data: PAGE };
    case 'unavailable':
      return json(503, {});
    case 'retry-seconds':
      return json(503, {}, { 'retry-after': '7' });
    case 'retry-date':
      return json(429, {}, { 'retry-after': new Date(Date.now() + 7_000).toUTCString() });
    case 'unreachable':
      return null;
    case 'garbage':
      return { status: 200, headers: HTML, data: PAGE };
    case 'hanging':
      return undefined;
    case 'keeps-refresh-token':
      return server.isGood(refreshToken) ? issued(server.issueAccess(refreshToken.split('-')[1]!)) : refusal();
  }
  const tokens = server.rotate(refreshToken);
  switch (fate) {
    case 'lost':
      return null;
    case 'garbage-instead':
      return { status: 200, headers: HTML, data: PAGE };
    case 'hanging-after':
      return undefined;
    default:
      if (!tokens) return refusal();
      return issued({ ...tokens, ...changes(fate, server.userOf(refreshToken)) });
  }
}

function changes(fate: Fate, user: User): Partial<IssuedTokens> {
  if (fate === 'no-lifetime') return { expiresIn: undefined };
  if (fate === 'says-whose') return { subject: user };

  return fate === 'somebody-else' ? { subject: user === 'ada' ? 'grace' : 'ada' } : {};
}

/** What the server answers to a sign-out. */
export function answerSignOut(server: StrictServer, refreshToken: string, fate: Fate): Answer | undefined {
  if (fate === 'unreachable') return null;
  if (fate === 'unavailable') return json(503, {});
  server.revoke(refreshToken.split('-')[1]!);
  if (fate === 'hanging') return undefined;

  return fate === 'lost' ? null : json(204, {});
}

function issued(tokens: IssuedTokens): Answer {
  return json(200, tokens);
}

function refusal(): Answer {
  return json(400, { error: 'invalid_grant' });
}

function json(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, data: JSON.stringify(body) };
}
