import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Observable, Subject } from 'rxjs';
import { SessionEndedError } from './session-ended-error';
import { SessionEnd, SessionEndReason } from './session-event';
import { SESSION_KEEPER } from './session-keeper';
import { SessionMemory } from './session-memory';
import { MaybeAsync } from './session-store';
import { SharedRecord } from './shared-record';
import { TokenSet } from './token-set';

/** Why a session has ended, and what the server said when it refused the refresh. */
interface Why {
  readonly reason: SessionEndReason;
  readonly cause?: Error | undefined;
}

/** How a session begins and ends. Whatever is held changes first; whoever listens is told afterwards. */
export class SessionLifecycle {
  readonly #memory = inject(SessionMemory);
  readonly #keeper = inject(SESSION_KEEPER);
  readonly #ended = new Subject<SessionEnd>();
  readonly #changed = new Subject<void>();
  readonly #ends = new Map<number, Why>();
  #signedOutAt = 0;
  #lastEnd: Why = { reason: 'signed-out' };

  /** Emits once for every session that ends. */
  readonly ended$: Observable<SessionEnd> = this.#ended.asObservable();

  /** The application, here or in another tab, has changed what is held: that wins over a refresh that is running. */
  readonly changed$: Observable<void> = this.#changed.asObservable();

  constructor() {
    this.#keeper.news$
      .pipe(takeUntilDestroyed())
      .subscribe((news) => this.#memory.lookAt(news.then((record) => record && this.adopt(record))));
  }

  /** The generation with which the application last signed out; `0` for never. */
  get signedOutAt(): number {
    return this.#signedOutAt;
  }

  /** Somebody has signed in: the same subject goes on with the session, anybody else replaces it. */
  begin(tokens: TokenSet, subject: string | undefined): void {
    const { phase, credentials, subject: before } = this.#memory.held;
    const goesOn = phase === 'signed-in' && subject !== undefined && subject === before;
    const session = goesOn ? credentials.session : this.#memory.newSession();
    const tell = this.#note(goesOn ? undefined : 'replaced');
    this.#memory.hold({ phase: 'signed-in', session, tokens, subject });
    void this.#memory.keep();
    this.#changed.next();
    this.#memory.goOn();
    tell();
  }

  /** The application signs out. Answers when that is kept beyond the page, too; never fails. */
  signOut(): MaybeAsync<unknown> {
    const tell = this.#note('signed-out');
    const kept = this.#hold('signed-out');
    this.#changed.next();
    this.#memory.goOn();
    tell();

    return kept;
  }

  /** Another tab has changed the session. */
  adopt(record: SharedRecord): void {
    if (!this.#keeper.takes(record)) return;

    const { phase, credentials } = this.#memory.held;
    const goesOn = phase === 'signed-in' && credentials.session === record.session && !record.endedBy;
    const reason = record.endedBy === 'signed-out' ? 'signed-out-elsewhere' : (record.endedBy ?? 'replaced');
    const tell = this.#note(goesOn ? undefined : reason);
    this.#memory.adopt(record);
    this.#changed.next();
    tell();
  }

  /** A refresh has shown that the session is over. */
  end(reason: SessionEndReason, afterLostResponse: boolean, cause?: Error): void {
    const tell = this.#note(reason, afterLostResponse, cause);
    void this.#hold(reason);
    tell();
  }

  #hold(endedBy: SessionEndReason): MaybeAsync<unknown> {
    this.#memory.hold({ phase: 'signed-out' });

    return this.#memory.keep(endedBy);
  }

  /** Notes why what is held ends. Answers what tells it, once it has; where no session was known to be, nobody is told. */
  #note(reason: SessionEndReason | undefined, afterLostResponse = false, cause?: Error): () => void {
    const { phase, credentials } = this.#memory.held;
    if (reason?.startsWith('signed-out')) this.#signedOutAt = credentials.generation + 1; // asked as soon as it is so
    if (!reason || phase !== 'signed-in') return () => undefined;

    this.#lastEnd = { reason, cause };
    this.#ends.set(credentials.session, this.#lastEnd);

    return () => this.#ended.next({ reason, afterLostResponse });
  }

  /** What a request is told whose session is over; without one, why the last session ended. */
  endedError(session = 0): SessionEndedError {
    const why = this.#ends.get(session) ?? this.#lastEnd;

    return new SessionEndedError(why.reason, why);
  }
}
