import { inject, Injectable } from '@angular/core';
import { Observable, Subject } from 'rxjs';
import { SessionEndedError } from './session-ended-error';
import { SessionEnd, SessionEndReason } from './session-event';
import { SessionMemory } from './session-memory';
import { TokenSet } from './token-set';

/** How a session begins and ends. Whatever is held changes first; whoever listens is told afterwards. */
@Injectable()
export class SessionLifecycle {
  readonly #memory = inject(SessionMemory);
  readonly #ended = new Subject<SessionEnd>();
  readonly #changed = new Subject<void>();
  readonly #reasons = new Map<number, SessionEndReason>();
  #lastReason: SessionEndReason = 'signed-out';

  /** Emits once for every session that ends. */
  readonly ended$: Observable<SessionEnd> = this.#ended.asObservable();

  /** The application has signed somebody in or out: that wins over a refresh that is running. */
  readonly changed$: Observable<void> = this.#changed.asObservable();

  /** Somebody has signed in: the same subject goes on with the session, anybody else replaces it. */
  begin(tokens: TokenSet, subject: string | undefined): void {
    const { phase, credentials, subject: before } = this.#memory.held;
    const goesOn = phase === 'signed-in' && subject !== undefined && subject === before;
    if (phase === 'signed-in' && !goesOn) this.end('replaced');

    const session = goesOn ? credentials.session : this.#memory.nextSession();
    this.#memory.hold({ phase: 'signed-in', session, tokens, subject });
    this.#memory.keep();
    this.#changed.next();
  }

  /** The application signs out. */
  signOut(): void {
    this.end('signed-out');
    this.#changed.next();
  }

  /** Ends what is held, synchronously. Where no session was known to be, nobody is told. */
  end(reason: SessionEndReason, afterLostResponse = false): void {
    const { phase, credentials } = this.#memory.held;
    this.#memory.hold({ phase: 'signed-out' });
    this.#memory.keep();
    if (phase !== 'signed-in') return;

    this.#lastReason = reason;
    this.#reasons.set(credentials.session, reason);
    this.#ended.next({ reason, afterLostResponse });
  }

  /** What a request is told whose session is over; without one, why the last session ended. */
  endedError(session = 0): SessionEndedError {
    return new SessionEndedError(this.#reasons.get(session) ?? this.#lastReason);
  }
}
