import { firstValueFrom, map, merge, ReplaySubject, timer } from 'rxjs';

type Task<T> = () => Promise<T>;

/**
 * One tab at a time. A lock that a tab takes along when it is frozen is taken over once it has been held for longer than any
 * holder works; what the late one still writes is refused by whoever keeps the record.
 *
 * Without Web Locks nobody is kept from anything.
 */
export class TabLock {
  readonly #mark: string;

  /**
   * @param name - Tabs that use the same lock use the same name.
   * @param patience - In milliseconds; longer than any holder works.
   */
  constructor(
    private readonly name: string,
    private readonly patience: number,
  ) {
    this.#mark = `${name}:holder:`;
  }

  /**
   * Runs a task while no other tab runs one, and answers what it answers. Released when the task is done, however it ends.
   *
   * @param task - Is told whether other tabs are really kept out.
   * @param signal - Ends the wait, not the task.
   */
  async run<T>(task: (isAlone: boolean) => Promise<T>, signal: AbortSignal): Promise<T> {
    let running: Promise<T> | undefined;
    const begin = (isAlone: boolean) => (running ??= task(isAlone));
    try {
      await this.#hold(() => begin(true), signal);
    } catch (failure) {
      // What has begun goes on, though another tab has taken the lock over. Where there are no locks, it begins now.
      if (!running && signal.aborted) throw failure;
    }

    return begin(false);
  }

  /** Waits for the lock, and takes it over from whoever has had it for the whole of the patience. */
  async #hold(task: Task<unknown>, signal: AbortSignal): Promise<void> {
    const queue = new AbortController();
    const over$ = new ReplaySubject<false>(1);
    const leave = () => queue.abort(signal.reason);
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    const begin = () => {
      signal.removeEventListener('abort', leave);
      over$.next(false);

      return navigator.locks.request(`${this.#mark}${Math.random()}`, task);
    };
    let mine: Promise<unknown> = navigator.locks.request(this.name, { signal: queue.signal }, begin);
    mine.catch(() => over$.next(false)); // reported below
    const isOutOfPatience = () => firstValueFrom(merge(over$, timer(this.patience).pipe(map(() => true))));

    let holder = await this.#holder();
    while (await isOutOfPatience()) {
      const before = holder;
      holder = await this.#holder();
      if (holder !== before) continue; // whoever has it now has not had it for long
      const taken = await this.#takeOver(before, begin);
      mine = taken.mine ?? mine;
    }
    await mine.finally(() => queue.abort());
  }

  /** One tab after the other, so that no two take the lock from one another. Answers what it began; nothing when it was not its turn. */
  #takeOver(holder: string, begin: Task<unknown>): Promise<{ mine?: Promise<unknown> }> {
    return navigator.locks.request(`${this.name}:takeover`, { ifAvailable: true }, async (turn) => {
      if (!turn || (await this.#holder()) !== holder) return {};

      return new Promise<{ mine: Promise<unknown> }>((resolve) => {
        const mine = navigator.locks.request(this.name, { steal: true }, () => {
          resolve({ mine });

          return begin();
        });
        mine.catch(() => resolve({ mine }));
      });
    });
  }

  /** Who has the lock now, and since when: each holder leaves a mark of its own, because one page may be several. */
  async #holder(): Promise<string> {
    const { held = [] } = await navigator.locks.query();
    const ours = held.filter(({ name }) => name === this.name || name?.startsWith(this.#mark));

    return JSON.stringify(ours.map(({ clientId, name }) => `${clientId} ${name}`).sort());
  }
}
