import { InjectionToken } from '@angular/core';
import { Observable } from 'rxjs';
import { Held } from './held';
import { SessionEndReason } from './session-event';
import { SessionRecord } from './session-record';
import { SharedRecord } from './shared-record';
import { MaybeAsync } from './session-store';
import { Renewable, Superseded, Verdict } from './verdict';

/** What is to be renewed, and how. */
export interface Renewal {
  readonly held: Held;
  /** The latest that a request was sent which the server has refused: `sharedNow()`. */
  readonly refusedAt: number;
  /** Calls `refresh`, and judges what comes of it. Emits once. */
  readonly call: (what: Renewable) => Observable<Verdict>;
}

/** Keeps the session beyond what the page holds: in a store of its own, or together with other tabs. */
export interface SessionKeeper {
  /** What there is to begin with; `null` for nothing. Never fails. */
  read(): MaybeAsync<SessionRecord | null>;

  /** Keeps what is held from now on. Answers when it is written, has failed or has been given up; never fails. */
  write(held: Held, endedBy?: SessionEndReason): MaybeAsync<unknown>;

  /** Whether a record of another tab is newer than all that this page has taken or written: then it is what the page goes on from. */
  takes(record: SharedRecord): boolean;

  /** A number for a session that begins, which no other has. */
  newSession(): number;

  /** Renews what is held, while nobody else does. Emits what comes of it, and completes. Unsubscribing cancels the call. */
  renew(renewal: Renewal): Observable<Verdict | Superseded>;

  /**
   * Emits whenever other tabs may have changed the session, with a promise that never fails of what they have made of it, if
   * anything. Until then nothing is known for sure.
   */
  readonly news$: Observable<PromiseLike<SharedRecord | null>>;

  /** It could not be read or written; the session goes on in memory. */
  readonly failures$: Observable<Error>;
}

export const SESSION_KEEPER = new InjectionToken<SessionKeeper>('ngx-axios session keeper');

/** Provided where several tabs share the session. */
export const TABS_KEEPER = new InjectionToken<SessionKeeper>('ngx-axios tabs keeper');
