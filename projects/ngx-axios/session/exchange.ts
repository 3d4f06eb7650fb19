import { defer, Observable, throwError } from 'rxjs';
import { Credentials } from './credentials';
import { Held, sharedTime } from './held';
import { NotReplayableError } from './not-replayable-error';
import { RefreshLock } from './refresh-lock';
import { RefreshUnavailableError } from './refresh-unavailable-error';
import { SessionEndedError } from './session-ended-error';
import { isSessionError, SessionError } from './session-error';
import { SessionLifecycle } from './session-lifecycle';
import { SessionMemory } from './session-memory';

/** What an exchange works with. */
export interface ExchangeParts {
  readonly lock: RefreshLock;
  readonly memory: SessionMemory;
  readonly lifecycle: SessionLifecycle;
  /** The longest that a request may wait in all, in milliseconds. */
  readonly patience: number;
}

/**
 * One request's way through the session: attach, send, recover once.
 *
 * An object of its own because a request belongs to the session in which it began, and because a plugin that sends it again
 * must meet the same end.
 */
export class Exchange {
  readonly #parts: ExchangeParts;
  /** The session it is bound to; `0` while nobody is signed in: then the first credentials bind it. */
  #belongsTo: number;
  /** What was held when it began. */
  readonly #begun: Held;
  #patience = 0;
  /** When it was last given something to send with, on the page's monotonic clock. */
  #sentAt = 0;
  #end: SessionError | undefined;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
    this.#begun = parts.memory.held;
    this.#belongsTo = this.#begun.credentials.session;
  }

  /** The short way, asked first: credentials to send with, or `undefined` when {@link credentials$} has to be waited for. */
  ready(): Credentials | undefined {
    this.#patience = this.#parts.patience;
    const ready = this.#end ? undefined : this.#parts.memory.readyCredentials();

    if (!ready || !this.#belongsHere(ready)) return undefined;
    this.#sentAt = this.#parts.memory.usedAt;

    return ready;
  }

  /** Credentials to send with, after whatever has to be waited for. Fails with what the request is told instead. */
  get credentials$(): Observable<Credentials> {
    return defer(() => {
      const end = this.#end;
      if (end && stillHolds(end)) return throwError(() => end);
      this.#end = undefined;
      const { lock, memory, lifecycle } = this.#parts;
      // Nobody waits for the refresh of a session that has begun while the store was asked for theirs.
      const own$ = memory.whenKnown(() =>
        this.#belongsHere(memory.held.credentials)
          ? lock.credentials$
          : throwError(() => lifecycle.endedError(this.#belongsTo)),
      );

      return this.#wait(own$);
    });
  }

  /**
   * What follows an answer that says the access token has expired: fresh credentials, to send the request once more with. Whatever comes
   * then is handed out.
   *
   * @param failure - The request's own failure, handed out where the session cannot help.
   * @param sentWith - What the request was sent with, somebody being signed in. Where newer credentials are held already, no
   *   refresh is needed.
   * @param isReplayable - Whether it can be sent twice; else it fails once they are there.
   */
  recover(failure: unknown, sentWith: Credentials, isReplayable: boolean): Observable<Credentials> {
    return this.#wait(this.#parts.lock.newerThan(sentWith, sharedTime(this.#sentAt)), failure, isReplayable);
  }

  /** The answer to what was sent again says "expired" once more. It is handed out, and the session remembers. */
  refusedAgain(fresh: Credentials): void {
    this.#parts.lock.refusedAgain(fresh, sharedTime(this.#sentAt));
  }

  /**
   * Waits within the patience, and makes what comes this request's own: its session, its failure, its error. One Observable rather than
   * five operators, and a bare timer, because a crowd has one each.
   *
   * @param credentials$ - Emits `null` where the request's own failure is to be handed out.
   */
  #wait(credentials$: Observable<Credentials | null>, failure?: unknown, maySend = true): Observable<Credentials> {
    return new Observable((subscriber) => {
      const since = performance.now();
      const fail = (error: unknown) => subscriber.error(this.#toldInstead(error, failure));
      subscriber.add(
        credentials$.subscribe({
          next: (credentials) => {
            if (!credentials) return subscriber.error(failure); // refreshing does not help
            this.#patience = Math.max(0, this.#patience - (performance.now() - since));
            if (!this.#mayGoOnWith(credentials)) return fail(this.#parts.lifecycle.endedError(this.#belongsTo));
            if (!maySend) return subscriber.error(new NotReplayableError({ failure }));
            this.#sentAt = performance.now();
            subscriber.next(this.#parts.memory.held.credentials); // newer ones where the same subject has signed in meanwhile
            subscriber.complete();
          },
          error: fail,
        }),
      );
      if (subscriber.closed) return;
      // Started last: where both run out together the refresh itself has more to say.
      const timer = setTimeout(() => fail(this.#outOfPatience()), this.#patience);
      subscriber.add(() => clearTimeout(timer));
    });
  }

  /** What this request is told when the wait has failed. */
  #toldInstead(error: unknown, failure: unknown): unknown {
    if (!isSessionError(error)) return error;
    // There was nothing to refresh with: the session cannot help, so the request keeps its own failure.
    const isHelpless = error instanceof SessionEndedError && error.reason === 'no-refresh-token';
    if (isHelpless && failure !== undefined) return failure;

    return (this.#end = error.forRequest(failure));
  }

  #mayGoOnWith(credentials: Credentials): boolean {
    const { memory, lifecycle } = this.#parts;
    const belongs = this.#belongsHere(credentials);
    // Another subscriber may have signed out, or somebody else in, while these were being handed out.
    const areHeld = memory.held.credentials.session === credentials.session;
    // What began before it was known whether somebody is signed in was meant for whoever has signed out meanwhile.
    const isOver = credentials.session === 0 && lifecycle.signedOutAt > this.#begun.credentials.generation;

    return belongs && areHeld && !isOver;
  }

  #belongsHere({ session }: Credentials): boolean {
    // What began before it was known who is signed in belongs to whoever was, though somebody else may be by now.
    this.#belongsTo ||= (this.#begun.phase === 'restoring' && this.#parts.memory.restoredAs) || session;

    return this.#belongsTo === session;
  }

  #outOfPatience(): RefreshUnavailableError {
    const cause = new Error(`The request has waited ${this.#parts.patience} ms for the refresh, which still runs.`);

    return new RefreshUnavailableError(new Date(), { cause });
  }
}

/** Whether a request that ended so, and is sent again by a plugin, ends so again. */
function stillHolds(end: SessionError): boolean {
  return !(end instanceof RefreshUnavailableError) || Date.now() < end.retryAt.getTime();
}
