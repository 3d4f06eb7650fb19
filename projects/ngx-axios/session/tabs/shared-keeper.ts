import { DestroyRef, DOCUMENT, inject, Injectable } from '@angular/core';
import { filter, firstValueFrom, fromEvent, map, merge, Observable, Subject, takeUntil } from 'rxjs';
import { Held, sharedNow } from '../held';
import { inTime } from '../in-time';
import { SessionEndReason } from '../session-event';
import { Renewal, SessionKeeper } from '../session-keeper';
import { DEFAULT_DEADLINE, LONGEST_TIMER, SESSION_OPTIONS } from '../session-options';
import { SharedRecord } from '../shared-record';
import { storeFailure } from '../store-failure';
import { lifetimeOf, TokenSet } from '../token-set';
import { Renewable, Superseded, Verdict } from '../verdict';
import { DatabasePlace } from './database-place';
import { FirstPlace } from './first-place';
import { Hints } from './hints';
import { MemoryPlace } from './memory-place';
import { RecordBook } from './record-book';
import { TabLock } from './tab-lock';
import { TABS_OPTIONS } from './tabs-options';
import { WebStoragePlace } from './web-storage-place';

/** Part of all names: another protocol has a record, a lock and a channel of its own. */
const PROTOCOL = 'ngx-axios:1';
/** No holder of the lock works for longer, in deadlines: a refresh is given up after three, and the record is read and written. */
const LONGEST_WORK = 5;
/** What lies at hand answers sooner, in milliseconds, or never. */
const LONGEST_ANSWER = 5_000;
/** How long to wait for what another tab writes, in milliseconds, where nothing keeps two from refreshing at once. */
const UNTIL_WRITTEN = 300;

/**
 * Keeps the session together with all tabs of this browser: one record, changed by compare-and-set, and renewed under one lock.
 *
 * The record says what is so. Hints only say that a look at it is worth it, and under the lock runs nothing of the application but
 * its `refresh`.
 */
@Injectable()
export class SharedKeeper implements SessionKeeper {
  readonly #session = inject(SESSION_OPTIONS);
  readonly #options = inject(TABS_OPTIONS);
  readonly #destroyRef = inject(DestroyRef);
  readonly #document = inject(DOCUMENT);
  readonly #window = this.#document.defaultView!;
  readonly #deadline = this.#session.deadline ?? DEFAULT_DEADLINE;
  readonly #longestAnswer = Math.min(this.#deadline, LONGEST_ANSWER);
  readonly #name = `${PROTOCOL}:${this.#options.namespace}`;
  readonly #book = new RecordBook(
    new FirstPlace([new DatabasePlace(this.#name), new WebStoragePlace(this.#name), new MemoryPlace()], (answer) =>
      inTime(answer, this.#longestAnswer, this.#destroyRef),
    ),
  );
  readonly #lock = new TabLock(this.#name, Math.min(this.#deadline * LONGEST_WORK, LONGEST_TIMER));
  readonly #hints = new Hints(`${this.#name}:hint`, this.#window);
  readonly #failures = new Subject<Error>();

  /** The generation of the record that belongs to what this page holds. */
  #generation = 0;
  /** Which sign-in that is; `0` for none. */
  #signIn = 0;
  /** How many changes of this page are not written yet. */
  #unwritten = 0;
  /** What this page reads and writes, one after the other. */
  #row: Promise<unknown> = Promise.resolve();
  #looking: Promise<SharedRecord | null> | undefined;

  readonly failures$ = this.#failures.asObservable();

  readonly news$: Observable<Promise<SharedRecord | null>> = merge(
    this.#hints.told$().pipe(filter((generation) => generation > this.#generation)),
    this.#woken$(),
  ).pipe(map(() => this.#look()));

  read(): Promise<SharedRecord | null> {
    return this.#inARow(async () => {
      const record = await this.#read();
      if (record) this.#note(record);

      return record;
    });
  }

  write(held: Held, endedBy?: SessionEndReason): void {
    this.#unwritten++;
    void this.#inARow(async () => {
      await (endedBy === undefined ? this.#begin(held) : this.#end(endedBy));
      this.#unwritten--;
    });
  }

  newSession(): number {
    return 1 + Math.floor(Math.random() * (Number.MAX_SAFE_INTEGER - 1)); // to tell two apart, not to be guessed
  }

  takes(record: SharedRecord): boolean {
    if (this.#unwritten > 0 || record.generation <= this.#generation) return false;
    const goesOn = record.session === this.#signIn && record.endedBy === undefined;
    this.#note(record);

    return !(goesOn && this.#isPrivate); // which has nothing for a page that has a token of its own
  }

  renew(renewal: Renewal): Observable<Verdict | Superseded> {
    return new Observable((subscriber) => {
      const leaving = new AbortController();
      this.#renew(renewal, leaving.signal).then(
        (verdict) => {
          subscriber.next(verdict);
          subscriber.complete();
        },
        (failure: unknown) => subscriber.error(failure),
      );

      return () => leaving.abort();
    });
  }

  async #renew({ held, refusedAt, call }: Renewal, leaving: AbortSignal): Promise<Verdict | Superseded> {
    await this.#row;
    const known = this.#generation; // that of what is held; should the page take something newer, it leaves
    const destroyed = new AbortController();
    const unregister = this.#destroyRef.onDestroy(() => destroyed.abort());
    const work = async (isAlone: boolean): Promise<Verdict | Superseded | undefined> => {
      const since = performance.now();
      const base = await this.#read();
      leaving.throwIfAborted();
      if (performance.now() - since > 2 * this.#longestAnswer) return undefined; // frozen meanwhile: others may have taken over
      const isNewer = base !== null && base.generation > known;
      if (isNewer && !this.#mustRenew(base, refusedAt)) return { kind: 'superseded', record: base };

      const what = isNewer ? { phase: held.phase, tokens: base.tokens, subject: base.subject } : held;
      const verdict = await firstValueFrom(call(what).pipe(takeUntil(fromEvent(leaving, 'abort'))));

      return this.#commit(verdict, base, isAlone);
    };
    const signal = AbortSignal.any([leaving, destroyed.signal]);
    try {
      for (;;) {
        const verdict = await this.#lock.run(work, signal);
        if (verdict) return verdict;
      }
    } finally {
      unregister();
    }
  }

  /** Whether something newer than what this page holds is no better. */
  #mustRenew({ session, endedBy, tokens, receivedAt, committedAt }: SharedRecord, refusedAt: number): boolean {
    if (endedBy !== undefined || session !== this.#signIn) return false;
    if (this.#session.tokens === 'cookies') return committedAt < refusedAt;

    return tokens.accessToken === undefined || Date.now() >= receivedAt + lifetimeOf(tokens);
  }

  /** Writes a verdict down, unless another tab has written something else meanwhile. */
  async #commit(verdict: Verdict, base: SharedRecord | null, isAlone: boolean): Promise<Verdict | Superseded> {
    if (verdict.kind === 'unavailable' || (verdict.kind === 'over' && verdict.isEarly)) return verdict;
    const goesOn = base !== null && base.endedBy === undefined;
    if (verdict.kind === 'renewed' && goesOn && this.#isPrivate) return { ...verdict, keptFor: base.session };
    if (verdict.kind === 'over' && !isAlone) await new Promise((resolve) => setTimeout(resolve, UNTIL_WRITTEN));

    const signIn = goesOn ? base.session : this.#signIn || this.newSession();
    let mine: SharedRecord | undefined;
    const after = await this.#change((current) => {
      if (current && current.generation !== base?.generation) return undefined; // another tab has been quicker
      if (verdict.kind === 'renewed') return (mine = this.#next(current, signIn, verdict));

      return current && (mine = this.#next(current, signIn, { tokens: {} }, verdict.reason));
    });
    if (after && after !== mine) return { kind: 'superseded', record: after };

    return verdict.kind === 'renewed' ? { ...verdict, keptFor: signIn } : verdict;
  }

  /** Somebody has signed in here: whatever other tabs have made of it before is over. */
  #begin({ credentials: { session }, tokens, subject }: Held): Promise<unknown> {
    return this.#change((current) => this.#next(current, session, { tokens, subject }));
  }

  /** The session has ended here. Whoever has signed in meanwhile is none of its business. */
  #end(reason: SessionEndReason): Promise<unknown> {
    const signIn = this.#signIn;

    return this.#change((current) => {
      const isOurs = current ? current.session === signIn && !current.endedBy : signIn !== 0; // also where it was cleared

      return isOurs ? this.#next(current, signIn, { tokens: {} }, reason) : undefined;
    });
  }

  /** The record to come after another. Its generation is higher than any before, also where the storage has been cleared. */
  #next(
    current: SharedRecord | null,
    session: number,
    { tokens, subject }: Pick<Renewable, 'tokens' | 'subject'>,
    endedBy?: SessionEndReason,
  ): SharedRecord {
    return {
      version: 1,
      generation: Math.max(current?.generation ?? 0, this.#generation, Date.now() - 1) + 1,
      session,
      tokens: this.#shared(tokens),
      receivedAt: Date.now(),
      committedAt: sharedNow(),
      ...(subject === undefined ? {} : { subject }),
      ...(endedBy === undefined ? {} : { endedBy }),
    };
  }

  /** Whether each tab has an access token of its own, so that a refresh changes nothing for the others. */
  get #isPrivate(): boolean {
    return this.#session.tokens === 'access-in-memory' && !this.#options.shareAccessToken;
  }

  /** What other tabs may have of the tokens. */
  #shared({ accessToken, refreshToken, expiresIn }: TokenSet): TokenSet {
    if (this.#session.tokens === 'cookies' || this.#isPrivate || accessToken === undefined) return {};

    return {
      accessToken,
      ...(expiresIn === undefined ? {} : { expiresIn }),
      ...(this.#session.tokens === 'body' && refreshToken !== undefined ? { refreshToken } : {}),
    };
  }

  #note({ generation, session, endedBy }: SharedRecord): void {
    this.#generation = generation;
    this.#signIn = endedBy === undefined ? session : 0;
  }

  /** Answers what the record is afterwards; `null` where it could not be changed, and the session goes on in memory. */
  async #change(next: (current: SharedRecord | null) => SharedRecord | null | undefined): Promise<SharedRecord | null> {
    let mine: SharedRecord | undefined;
    try {
      const after = await this.#book.change((current) => (mine = next(current) ?? undefined));
      if (after && after === mine) {
        this.#note(mine);
        this.#hints.tell(mine.generation);
      }

      return after;
    } catch (cause) {
      this.#report(cause);

      return null;
    }
  }

  async #read(): Promise<SharedRecord | null> {
    try {
      const record = await this.#book.read();

      return record && { ...record, tokens: this.#shared(record.tokens) };
    } catch (cause) {
      this.#report(cause);

      return null;
    }
  }

  /** What other tabs have made of it, if anything. Whoever asks until it is there waits for the same look. */
  #look(): Promise<SharedRecord | null> {
    return (this.#looking ??= this.#inARow(async () => {
      this.#looking = undefined;
      const record = await this.#read();

      return record && record.generation > this.#generation ? record : null;
    }));
  }

  /** Emits when hints may have been missed: a page that is frozen, cached, hidden or offline hears none. */
  #woken$(): Observable<unknown> {
    return merge(
      fromEvent(this.#document, 'resume'),
      fromEvent(this.#document, 'visibilitychange').pipe(filter(() => !this.#document.hidden)),
      ...['pageshow', 'focus', 'online'].map((name) => fromEvent(this.#window, name)),
    );
  }

  #inARow<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#row.then(work);
    this.#row = done;

    return done;
  }

  #report(cause: unknown): void {
    this.#failures.next(storeFailure(cause));
  }
}
