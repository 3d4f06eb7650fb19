import type { Session, SessionOptions, TokenSet as Tokens } from 'ngx-axios/session';
import type { Observable } from 'rxjs';
import type { Surroundings, TokenSet } from './system.ts';

/** A client of either kind: what `refresh` and `signOut` are handed, or the one with the session. */
export interface Poster {
  post<T>(url: string, body?: unknown): Observable<T>;
}

/** The options of a session, as the README and docs/session.md have them. */
export function sessionOptions<Http>(
  { api, deadline, sameClient, refresh$ }: Surroundings,
  { base, posting, apart }: { base: string; posting: (http: Http) => Poster; apart: () => Poster },
): SessionOptions<Http> {
  const body = ({ refreshToken }: Tokens) => (refreshToken === undefined ? undefined : { refreshToken });

  return {
    tokens: api.delivery,
    ...(deadline && { deadline }),
    refresh: (tokens: Tokens, http: Http) =>
      api.delivery === 'body' && !tokens.refreshToken
        ? null
        : refresh$(() => (sameClient ? apart() : posting(http)).post<TokenSet>(base + api.refresh, body(tokens))),
    signOut: (tokens: Tokens, http: Http) => posting(http).post(base + api.signOut, body(tokens)),
  } as SessionOptions<Http>;
}

/** What an application does with what its sign-in has answered. */
export function startSession(session: Session, { api }: Surroundings, tokens: TokenSet, subject: string): void {
  session.start(api.delivery === 'cookies' ? {} : tokens, { subject });
}
