import { DOCUMENT, inject, Injectable } from '@angular/core';
import { catchError, defer, map, Observable, ObservableInput, of, switchMap, throwError, timeout } from 'rxjs';
import { AllowedOrigins, OutgoingRequest } from './allowed-origins';
import { Answer, answerTest } from './answer';
import { Credentials } from './credentials';
import { NotReplayableError } from './not-replayable-error';
import { RefreshUnavailableError } from './refresh-unavailable-error';
import { Session } from './session';
import { isSessionError, SessionError } from './session-error';
import { SessionEndedError } from './session-ended-error';
import { AnySessionOptions, DEFAULT_DEADLINE, SESSION_OPTIONS, SESSION_TRANSPORT } from './session-options';

/** The session's side of every request: where credentials may go, and how each request recovers once. */
@Injectable()
export class Exchanges {
  readonly #options = inject(SESSION_OPTIONS);
  readonly #session = inject(Session);
  readonly #origins = new AllowedOrigins(
    this.#options.origins ?? [inject(SESSION_TRANSPORT).baseURL],
    inject(DOCUMENT),
  );
  readonly #expired = answerTest(this.#options.expired ?? 401);
  readonly #authorize = this.#options.authorize ?? bearer;
  readonly #patience = this.#options.patience ?? this.#options.deadline ?? DEFAULT_DEADLINE;

  readonly kind: AnySessionOptions['tokens'] = this.#options.tokens;
  readonly redirects = this.#options.redirects ?? 'refuse';

  /** The parsed URL when credentials may go there, else `null`. */
  allowed(url: string): URL | null {
    return this.#origins.check(url);
  }

  /** Begins a request's way through the session. */
  begin(): Exchange {
    return new Exchange(this.#session, this.#patience);
  }

  /** Whether the answer says that the access token has expired. */
  isExpired(answer: Answer): boolean {
    return this.#expired(answer);
  }

  /** Whether successful answers may say so too, and so have to be looked at. */
  readonly readsSuccess = typeof this.#options.expired === 'function';

  /** The headers for one send; none when nobody is signed in, and with cookies, which the browser attaches. */
  headers({ accessToken }: Credentials, request: OutgoingRequest): Record<string, string> {
    return accessToken === undefined ? {} : this.#authorize(accessToken, request);
  }
}

/**
 * One request's way through the session: attach, send, recover once.
 *
 * An object of its own because a request belongs to the session in which it began, and because a plugin that sends it again
 * must meet the same end.
 */
export class Exchange {
  /** The session it is bound to; `0` while nobody is signed in: then the first credentials bind it. */
  #belongsTo: number;
  #end: SessionError | undefined;

  constructor(
    private readonly session: Session,
    private readonly patience: number,
  ) {
    this.#belongsTo = session.credentials.session;
  }

  /** The short way: credentials to send with, or `undefined` when {@link credentials$} has to be waited for. */
  ready(): Credentials | undefined {
    if (this.#end) return undefined;
    const ready = this.session.readyCredentials();

    return ready && this.#belongsHere(ready) ? ready : undefined;
  }

  /** Credentials to send with, after whatever has to be waited for. Fails with what the request is told instead. */
  readonly credentials$: Observable<Credentials> = defer(() => {
    if (this.#end && stillHolds(this.#end)) return throwError(() => this.#end);
    this.#end = undefined;

    return this.#wait(this.session.credentials$, undefined);
  });

  /**
   * What follows an answer that says the access token has expired: the request is sent once more with fresh credentials, and
   * whatever comes then is handed out.
   *
   * @param failure - The request's own failure, handed out where the session cannot help.
   * @param sentWith - What the request was sent with. Where newer credentials are held already, no refresh is needed.
   * @param send - Sends the request again; `null` when its body cannot be sent twice.
   */
  recover<T>(
    failure: unknown,
    sentWith: Credentials,
    send: ((fresh: Credentials) => ObservableInput<T>) | null,
  ): Observable<T> {
    if (sentWith.session === 0) return throwError(() => failure); // nobody was signed in: a 401 is just an answer

    return this.#wait(this.#renewed(sentWith), failure).pipe(
      switchMap((fresh) => (send ? send(fresh) : throwError(() => new NotReplayableError({ failure })))),
    );
  }

  /** Newer credentials of the same session: those held already, or those that the one refresh brings. */
  #renewed({ generation, session }: Credentials): Observable<Credentials> {
    return defer(() => {
      const held = this.session.credentials;
      if (held.session !== session) return throwError(() => this.session.endedError());

      return held.generation === generation ? this.session.refresh$ : this.session.credentials$;
    });
  }

  /** Waits within the patience, and makes what comes this request's own: its session, its failure, its error. */
  #wait(credentials$: Observable<Credentials>, failure: unknown): Observable<Credentials> {
    return credentials$.pipe(
      timeout({ first: this.patience, with: () => throwError(() => this.#outOfPatience()) }),
      map((credentials) => {
        if (this.#belongsHere(credentials)) return credentials;

        throw this.session.endedError();
      }),
      catchError((error: unknown) => {
        if (!isSessionError(error)) throw error;
        // The application had nothing to refresh with: the session cannot help, so the request keeps its own failure.
        if (error instanceof SessionEndedError && error.reason === 'no-refresh-token' && failure !== undefined) throw failure;

        this.#end = error.forRequest(failure);
        throw this.#end;
      }),
    );
  }

  #belongsHere({ session }: Credentials): boolean {
    this.#belongsTo ||= session;

    return this.#belongsTo === session;
  }

  #outOfPatience(): RefreshUnavailableError {
    const cause = new Error(`The request has waited ${this.patience} ms for the refresh, which still runs.`);

    return new RefreshUnavailableError(new Date(), { cause });
  }
}

/** Whether a request that ended so, and is sent again by a plugin, ends so again. */
function stillHolds(end: SessionError): boolean {
  return !(end instanceof RefreshUnavailableError) || Date.now() < end.retryAt.getTime();
}

function bearer(accessToken: string): Record<string, string> {
  return { Authorization: `Bearer ${accessToken}` };
}
