import { inject } from '@angular/core';
import { Observable, Subject } from 'rxjs';
import { Backoff } from './backoff';
import { Credentials } from './credentials';
import { Held } from './held';
import { warnOfOddAnswer } from './odd-answer';
import { RefreshUnavailableError } from './refresh-unavailable-error';
import { SessionEvent } from './session-event';
import { SessionLifecycle } from './session-lifecycle';
import { SessionMemory } from './session-memory';
import { Over, Renewed, Superseded, Unavailable, Verdict } from './verdict';

declare const ngDevMode: boolean | undefined;

/** What a refresh comes to: what is held changes before anybody is told, and who waited is answered. */
export class RefreshCommit {
  readonly #memory = inject(SessionMemory);
  readonly #lifecycle = inject(SessionLifecycle);
  readonly #backoff = new Backoff();
  readonly #events = new Subject<SessionEvent>();
  #lastUnavailable: RefreshUnavailableError | undefined;
  /** The generation whose last refresh got no answer: the server may have used its refresh token up. */
  #lostAnswerOf = 0;
  /** The last generation that somebody could not do with any longer, so that the outcome of its refresh is everybody's. */
  #needed = 0;

  readonly events$: Observable<SessionEvent> = this.#events.asObservable();

  /** Notes that somebody cannot go on with what is held. */
  need(): void {
    this.#needed = this.#memory.held.credentials.generation;
  }

  /** Whether somebody cannot go on with what is held. */
  isNeeded(): boolean {
    return !this.#memory.isAlive() || this.#needed === this.#memory.held.credentials.generation;
  }

  /** What is told instead of trying again, as long as the server must be left alone. */
  pausing({ credentials }: Held): RefreshUnavailableError | undefined {
    return this.#backoff.isPausing(credentials.generation) ? this.#lastUnavailable : undefined;
  }

  /** Commits a verdict. Answers the credentials to go on with, or throws what those who wait are told. */
  settle(verdict: Verdict | Superseded, held: Held): Credentials {
    switch (verdict.kind) {
      case 'unavailable':
        if (verdict.lost) this.#lostAnswerOf = held.credentials.generation;

        return this.unavailable(verdict, held);
      case 'superseded':
        this.#lifecycle.adopt(verdict.record);

        return this.heldAfter(held);
      case 'renewed':
        return this.#renewed(verdict, held);
      case 'over':
        return this.#over(verdict, held);
    }
  }

  /** Leaves the server alone for a while. Who can do with what is held gets that, the others are told. */
  unavailable({ cause, retryAfter }: Unavailable, held: Held): Credentials {
    const { generation } = held.credentials;
    const pause = this.#backoff.failed(generation, retryAfter);
    const error = new RefreshUnavailableError(inMilliseconds(pause), { cause });
    if (typeof ngDevMode === 'undefined' || ngDevMode) warnOfOddAnswer(cause);
    this.#lastUnavailable = error;
    this.#memory.show({ refreshing: false, failing: true });
    this.#events.next({ type: 'unavailable', cause, retryAt: error.retryAt });
    if (this.isNeeded()) throw error;

    return held.credentials;
  }

  /** What those who wait get when somebody has been signed in or out meanwhile, here or in another tab. */
  heldAfter(before: Held): Credentials {
    const { credentials } = this.#memory.held;
    const goesOn = credentials.session === before.credentials.session || before.phase === 'restoring';
    if (credentials.session === 0 || !goesOn) throw this.#lifecycle.endedError(before.credentials.session);

    return credentials;
  }

  #renewed({ tokens, subject, keptFor }: Renewed, { credentials }: Held): Credentials {
    const session = keptFor ?? (credentials.session || this.#memory.newSession());
    this.#memory.hold({ phase: 'signed-in', session, tokens, subject });
    if (keptFor === undefined) void this.#memory.keep();
    this.#events.next({ type: 'refreshed', generation: this.#memory.held.credentials.generation });

    return this.#memory.held.credentials;
  }

  #over({ reason, cause, isEarly }: Over, { phase, credentials }: Held): Credentials {
    // Refused early, the access token is good until a request meets its end.
    if (isEarly && !this.isNeeded()) {
      this.#memory.show({ refreshing: false, failing: false });

      return credentials;
    }
    this.#lifecycle.end(reason, reason === 'refused' && this.#lostAnswerOf === credentials.generation, cause);
    // As far as this page knows nobody was signed in while restoring: it finds no session rather than losing one.
    if (phase === 'restoring') return this.#memory.held.credentials;

    throw this.#lifecycle.endedError(credentials.session);
  }
}

/** When a pause will be over for whoever looks at the clock, which shows whole milliseconds: never before it is. */
function inMilliseconds(pause: number): Date {
  return new Date(Math.ceil(Date.now() + pause) + 1);
}
