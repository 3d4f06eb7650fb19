import { DestroyRef, inject } from '@angular/core';
import { defer, finalize, firstValueFrom, from, fromEvent, Observable, takeUntil } from 'rxjs';
import { Held } from '../held';
import { SessionEndReason } from '../session-event';
import { Renewal, SessionKeeper } from '../session-keeper';
import { DEFAULT_DEADLINE, LONGEST_TIMER, SESSION_OPTIONS } from '../session-options';
import { SharedRecord } from '../shared-record';
import { lifetimeOf } from '../token-set';
import { Superseded, Verdict } from '../verdict';
import { FollowedRecord } from './followed-record';
import { SharedTokens } from './shared-tokens';
import { TabLock } from './tab-lock';
import { sharedName, TABS_OPTIONS } from './tabs-options';

/** No holder of the lock works for longer, in deadlines: a refresh is given up after three, and the record is read and written. */
const LONGEST_WORK = 5;
/** How long to wait for what another tab writes, in milliseconds, where nothing keeps two from refreshing at once. */
const UNTIL_WRITTEN = 300;

/**
 * Keeps the session together with all tabs of this browser: one record, changed by compare-and-set, and renewed under one lock,
 * under which nothing of the application runs but its `refresh`.
 */
export class SharedKeeper implements SessionKeeper {
  readonly #session = inject(SESSION_OPTIONS);
  readonly #destroyed = new AbortController();
  readonly #record = inject(FollowedRecord);
  readonly #tokens = inject(SharedTokens);
  readonly #lock = new TabLock(
    sharedName(inject(TABS_OPTIONS)),
    Math.min((this.#session.deadline ?? DEFAULT_DEADLINE) * LONGEST_WORK, LONGEST_TIMER),
  );

  readonly failures$ = this.#record.failures$;

  readonly news$ = this.#record.news$;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#destroyed.abort());
  }

  read(): Promise<SharedRecord | null> {
    return this.#record.first();
  }

  write(held: Held, endedBy?: SessionEndReason): Promise<void> {
    return endedBy === undefined ? this.#record.begin(held) : this.#record.end(endedBy);
  }

  newSession(): number {
    return 1 + Math.floor(Math.random() * (Number.MAX_SAFE_INTEGER - 1)); // to tell two apart, not to be guessed
  }

  takes(record: SharedRecord): boolean {
    const goesOn = record.session === this.#record.signIn && record.endedBy === undefined;

    return this.#record.follows(record) && !(goesOn && this.#tokens.isPrivate); // which has nothing for a page with a token of its own
  }

  renew(renewal: Renewal): Observable<Verdict | Superseded> {
    return defer(() => {
      const leaving = new AbortController();

      return from(this.#renew(renewal, leaving.signal)).pipe(finalize(() => leaving.abort()));
    });
  }

  async #renew({ held, refusedAt, call }: Renewal, leaving: AbortSignal): Promise<Verdict | Superseded> {
    await this.#record.written;
    const known = this.#record.generation; // that of what is held; should the page take something newer, it leaves
    const work = async (isAlone: boolean): Promise<Verdict | Superseded | undefined> => {
      const since = performance.now();
      const base = await this.#record.read();
      leaving.throwIfAborted();
      if (performance.now() - since > 2 * this.#record.longestRead) return undefined; // frozen meanwhile: others may have taken over
      const isNewer = base !== null && base.generation > known;
      if (isNewer && !this.#mustRenew(base, refusedAt)) return { kind: 'superseded', record: base };

      const what = isNewer ? { phase: held.phase, tokens: base.tokens, subject: base.subject } : held;
      const verdict = await firstValueFrom(call(what).pipe(takeUntil(fromEvent(leaving, 'abort'))));

      return this.#commit(verdict, base, isAlone);
    };
    const signal = AbortSignal.any([leaving, this.#destroyed.signal]);
    for (;;) {
      const verdict = await this.#lock.run(work, signal);
      if (verdict) return verdict;
    }
  }

  /** Whether something newer than what this page holds is no better. */
  #mustRenew({ session, endedBy, tokens, receivedAt, committedAt }: SharedRecord, refusedAt: number): boolean {
    if (endedBy !== undefined || session !== this.#record.signIn) return false;
    if (this.#session.tokens === 'cookies') return committedAt < refusedAt;

    return tokens.accessToken === undefined || Date.now() >= receivedAt + lifetimeOf(tokens);
  }

  /** Writes a verdict down, unless another tab has written something else meanwhile. */
  async #commit(verdict: Verdict, base: SharedRecord | null, isAlone: boolean): Promise<Verdict | Superseded> {
    if (verdict.kind === 'unavailable' || (verdict.kind === 'over' && verdict.isEarly)) return verdict;
    const goesOn = base !== null && base.endedBy === undefined;
    if (verdict.kind === 'renewed' && goesOn && this.#tokens.isPrivate) return { ...verdict, keptFor: base.session };
    if (verdict.kind === 'over' && !isAlone) await new Promise((resolve) => setTimeout(resolve, UNTIL_WRITTEN));

    const signIn = goesOn ? base.session : this.#record.signIn || this.newSession();
    let mine: SharedRecord | undefined;
    const after = await this.#record.change((current) => {
      if (current && current.generation !== base?.generation) return undefined; // another tab has been quicker
      if (verdict.kind === 'renewed') return (mine = this.#record.next(current, signIn, verdict));
      if (!current) return undefined;

      return (mine = this.#record.next(current, signIn, { tokens: {} }, verdict.reason));
    });
    if (after && after !== mine) return { kind: 'superseded', record: after };

    return verdict.kind === 'renewed' ? { ...verdict, keptFor: signIn } : verdict;
  }
}
