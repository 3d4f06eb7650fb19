import { DOCUMENT, inject } from '@angular/core';
import { AllowedOrigins } from './allowed-origins';
import { Answer, AnswerTest, answerTest } from './answer';
import { bearerError } from './bearer-challenge';
import { Credentials } from './credentials';
import { Exchange } from './exchange';
import { isInBrowser } from './is-in-browser';
import { RefreshLock } from './refresh-lock';
import { SERVER_REQUESTS } from './server-requests';
import { SessionLifecycle } from './session-lifecycle';
import { SessionMemory } from './session-memory';
import { AnySessionOptions, DEFAULT_DEADLINE, SESSION_OPTIONS, SESSION_TRANSPORT } from './session-options';

/** A base with which no relative URL can be parsed. */
const NOWHERE = { baseURI: 'about:blank' };

/** What an HTTP client asks of the session: where credentials may go, what they look like, and a way for each request. */
export class Exchanges {
  readonly #options = inject(SESSION_OPTIONS);
  readonly #server = inject(SERVER_REQUESTS, { optional: true });
  /** What relative URLs are resolved with. On a server never the address of the page, which the `Host` header names. */
  readonly #page = isInBrowser() ? inject(DOCUMENT) : (this.#server ?? NOWHERE);
  readonly #parts = {
    lock: inject(RefreshLock),
    memory: inject(SessionMemory),
    lifecycle: inject(SessionLifecycle),
    patience: this.#options.patience ?? this.#options.deadline ?? DEFAULT_DEADLINE,
  };
  readonly #origins = new AllowedOrigins(this.#options.origins ?? [inject(SESSION_TRANSPORT).baseURL], this.#page);
  readonly #expired = answerTest(this.#options.expired ?? expiredByDefault);

  /** Whether an answer that a client takes for a success may say that the access token has expired. */
  readonly doubtsSuccess = doubtsSuccess(this.#options.expired);

  readonly kind: AnySessionOptions['tokens'] = this.#options.tokens;
  readonly redirects = this.#options.redirects ?? 'refuse';

  /** A URL as a browser would complete it, where there is none: with the origin that the application has named. */
  complete(url: string): string {
    return this.#server?.complete(url) ?? url;
  }

  /** Begins a request's way through the session. */
  begin(): Exchange {
    return new Exchange(this.#parts);
  }

  /** Whether credentials may go to a URL. */
  allows(url: string): boolean {
    return this.#origins.allows(url);
  }

  /**
   * The headers for one send; none when nobody is signed in, and with cookies, which the browser attaches, though no server does.
   *
   * @param url - Where it really goes; asked for where the application makes the headers.
   */
  headers({ accessToken }: Credentials, method: string, url: () => string): Record<string, string> {
    if (accessToken !== undefined) {
      const { authorize } = this.#options;
      if (!authorize) return { Authorization: `Bearer ${accessToken}` };

      return authorize(accessToken, { method: method.toUpperCase(), url: new URL(url(), this.#page.baseURI) });
    }

    return (this.kind === 'cookies' && this.#server?.cookies) || {};
  }

  /** Whether the answer says that the access token has expired. */
  isExpired(answer: Answer): boolean {
    return this.#expired(answer);
  }
}

/** 401, but not for a reason that a fresh token would not take away (RFC 6750 section 3.1). */
function expiredByDefault(answer: Answer): boolean {
  if (answer.status !== 401) return false;

  const error = bearerError(answer.header('www-authenticate'));

  return error === undefined || error === 'invalid_token';
}

function doubtsSuccess(expired: AnswerTest = []): boolean {
  return typeof expired === 'function' || [expired].flat().some((status) => status < 400);
}
