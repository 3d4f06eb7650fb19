import { DestroyRef, DOCUMENT, inject } from '@angular/core';
import { filter, fromEvent, map, merge, Observable, Subject } from 'rxjs';
import { Held, sharedNow } from '../held';
import { inTime } from '../in-time';
import { SessionEndReason } from '../session-event';
import { DEFAULT_DEADLINE, SESSION_OPTIONS } from '../session-options';
import { SharedRecord } from '../shared-record';
import { storeFailure } from '../store-failure';
import { Renewable } from '../verdict';
import { DatabasePlace } from './database-place';
import { FirstPlace } from './first-place';
import { Hints } from './hints';
import { MemoryPlace } from './memory-place';
import { RecordBook } from './record-book';
import { SharedTokens } from './shared-tokens';
import { sharedName, TABS_OPTIONS } from './tabs-options';
import { WebStoragePlace } from './web-storage-place';

/** What lies at hand answers sooner, in milliseconds, or never. */
const LONGEST_ANSWER = 5_000;

/**
 * The record that all tabs share, as this page follows it. The record says what is so. Hints only say that a look at it is worth
 * it.
 */
export class FollowedRecord {
  readonly #sharedTokens = inject(SharedTokens);
  readonly #destroyRef = inject(DestroyRef);
  readonly #document = inject(DOCUMENT);
  readonly #window = this.#document.defaultView!;
  readonly #name = sharedName(inject(TABS_OPTIONS));
  readonly #hints = new Hints(`${this.#name}:hint`, this.#window);
  readonly #failures = new Subject<Error>();

  /** Within so many milliseconds it is read, or given up. */
  readonly longestRead = Math.min(inject(SESSION_OPTIONS).deadline ?? DEFAULT_DEADLINE, LONGEST_ANSWER);

  readonly #book = new RecordBook(
    new FirstPlace([new DatabasePlace(this.#name), new WebStoragePlace(this.#name), new MemoryPlace()], (answer) =>
      inTime(answer, this.longestRead, this.#destroyRef),
    ),
  );

  /** The generation of the record that belongs to what this page holds. */
  #generation = 0;
  /** Which sign-in that is; `0` for none. */
  #signIn = 0;
  /** How many sign-ins and sign-outs of this page are not written yet. */
  #unwritten = 0;
  /** What this page reads and writes on its own account, one after the other. */
  #row: Promise<unknown> = Promise.resolve();
  #looking: Promise<SharedRecord | null> | undefined;

  readonly failures$: Observable<Error> = this.#failures.asObservable();

  /** See `SessionKeeper.news$`. */
  readonly news$: Observable<Promise<SharedRecord | null>> = merge(
    this.#hints.told$().pipe(filter((generation) => generation > this.#generation)),
    this.#woken$(),
  ).pipe(map(() => this.#look()));

  get generation(): number {
    return this.#generation;
  }

  get signIn(): number {
    return this.#signIn;
  }

  /** Resolves when what this page has to read and write by now is read and written. */
  get written(): Promise<unknown> {
    return this.#row;
  }

  /** What there is for a page that begins, which it follows from then on. */
  first(): Promise<SharedRecord | null> {
    return this.#inARow(async () => {
      const record = await this.read();
      if (record) this.#note(record);

      return record;
    });
  }

  /** Follows a record of another tab, where it is newer than all that this page has taken or written. Answers whether it is. */
  follows(record: SharedRecord): boolean {
    if (this.#unwritten > 0 || record.generation <= this.#generation) return false;
    this.#note(record);

    return true;
  }

  /** Somebody has signed in here: whatever other tabs have made of it before is over. */
  begin({ credentials: { session }, tokens, subject }: Held): Promise<void> {
    return this.#write(() => this.change((current) => this.next(current, session, { tokens, subject })));
  }

  /** The session has ended here. Whoever has signed in meanwhile is none of its business. */
  end(reason: SessionEndReason): Promise<void> {
    return this.#write(() => {
      const signIn = this.#signIn;

      return this.change((current) => {
        const isOurs = current ? current.session === signIn && !current.endedBy : signIn !== 0; // also where it was cleared

        return isOurs ? this.next(current, signIn, { tokens: {} }, reason) : undefined;
      });
    });
  }

  /** What there is now; `null` for nothing, and where it cannot be read. */
  async read(): Promise<SharedRecord | null> {
    try {
      const record = await this.#book.read();

      return record && { ...record, tokens: this.#sharedTokens.of(record.tokens) };
    } catch (cause) {
      return this.#failed(cause);
    }
  }

  /**
   * Compare-and-set, of which the other tabs are told; see {@link RecordBook.change}.
   *
   * @returns What the record is afterwards; `null` where it could not be changed, and the session goes on in memory.
   */
  async change(next: (current: SharedRecord | null) => SharedRecord | undefined): Promise<SharedRecord | null> {
    let mine: SharedRecord | undefined;
    try {
      const after = await this.#book.change((current) => (mine = next(current)));
      if (after && after === mine) {
        this.#note(mine);
        this.#hints.tell(mine.generation);
      }

      return after;
    } catch (cause) {
      return this.#failed(cause);
    }
  }

  /** The record to come after another. Its generation is higher than any before, also where the storage has been cleared. */
  next(
    current: SharedRecord | null,
    session: number,
    { tokens, subject }: Pick<Renewable, 'tokens' | 'subject'>,
    endedBy?: SessionEndReason,
  ): SharedRecord {
    return {
      version: 1,
      generation: Math.max(current?.generation ?? 0, this.#generation, Date.now() - 1) + 1,
      session,
      tokens: this.#sharedTokens.of(tokens),
      receivedAt: Date.now(),
      committedAt: sharedNow(),
      ...(subject === undefined ? {} : { subject }),
      ...(endedBy === undefined ? {} : { endedBy }),
    };
  }

  #note({ generation, session, endedBy }: SharedRecord): void {
    this.#generation = generation;
    this.#signIn = endedBy === undefined ? session : 0;
  }

  /** What other tabs have made of it. Whoever asks until it is there waits for the same look. */
  #look(): Promise<SharedRecord | null> {
    return (this.#looking ??= this.#inARow(async () => {
      this.#looking = undefined;

      return this.read();
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

  #write(work: () => Promise<unknown>): Promise<void> {
    this.#unwritten++;

    return this.#inARow(async () => {
      await work();
      this.#unwritten--;
    });
  }

  #inARow<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#row.then(work);
    this.#row = done;

    return done;
  }

  #failed(cause: unknown): null {
    this.#failures.next(storeFailure(cause));

    return null;
  }
}
