/** What a page can take and has to give back. */
type Taken = Record<'timers' | 'intervals' | 'listeners' | 'channels', number>;

type Listening = [target: EventTarget, type: string, listener: unknown, capture: boolean];

/** Counts the timers, listeners and channels that are taken and not given back, from its construction until {@link close}. */
export class Ledger {
  readonly nothing: Taken = { timers: 0, intervals: 0, listeners: 0, channels: 0 };
  readonly #timers = new Set<unknown>();
  readonly #intervals = new Set<unknown>();
  readonly #listeners: Listening[] = [];
  readonly #channels = new Set<BroadcastChannel>();
  readonly #undo: (() => void)[] = [];

  constructor() {
    const page = globalThis as unknown as Record<string, (...args: unknown[]) => unknown>;
    this.#around(page, 'setTimeout', (original, [handler, ...more]) => {
      const timer = original(
        () => {
          this.#timers.delete(timer);
          (handler as () => void)();
        },
        ...more,
      );
      this.#timers.add(timer);

      return timer;
    });
    this.#around(page, 'setInterval', (original, args) => {
      const interval = original(...args);
      this.#intervals.add(interval);

      return interval;
    });
    for (const [clear, taken] of [
      ['clearTimeout', this.#timers],
      ['clearInterval', this.#intervals],
    ] as const) {
      this.#around(page, clear, (original, args) => {
        taken.delete(args[0]);

        return original(...args);
      });
    }
    this.#watchListeners();
    this.#watchChannels();
  }

  taken(): Taken {
    return {
      timers: this.#timers.size,
      intervals: this.#intervals.size,
      listeners: this.#listeners.length,
      channels: this.#channels.size,
    };
  }

  /** Gives the page back as it was; what has been counted stays. */
  close(): void {
    for (const undo of this.#undo) undo();
  }

  #around<Name extends string>(
    object: Record<Name, (...args: unknown[]) => unknown>,
    name: Name,
    instead: (original: (...args: unknown[]) => unknown, args: unknown[], self: unknown) => unknown,
  ): void {
    const original = object[name];
    object[name] = function (this: unknown, ...args: unknown[]) {
      return instead(original.bind(this === undefined ? globalThis : this), args, this ?? globalThis);
    };
    this.#undo.push(() => (object[name] = original));
  }

  /** Of the page itself: a signal or a request takes its listeners along when it goes. */
  #watchListeners(): void {
    const targets = [window, document];
    const prototype = EventTarget.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
    const isPage = (target: unknown) => targets.includes(target as Window & Document);
    const capture = (options: unknown) =>
      typeof options === 'object' ? !!(options as AddEventListenerOptions | null)?.capture : !!options;
    this.#around(prototype, 'addEventListener', (original, args, self) => {
      const [type, listener, options] = args as [string, unknown, unknown];
      if (isPage(self)) this.#listeners.push([self as EventTarget, type, listener, capture(options)]);

      return original(...args);
    });
    this.#around(prototype, 'removeEventListener', (original, args, self) => {
      const [type, listener, options] = args as [string, unknown, unknown];
      const index = this.#listeners.findIndex(
        (known) => known[0] === self && known[1] === type && known[2] === listener && known[3] === capture(options),
      );
      if (index >= 0) this.#listeners.splice(index, 1);

      return original(...args);
    });
  }

  #watchChannels(): void {
    const Original = globalThis.BroadcastChannel;
    const channels = this.#channels;
    globalThis.BroadcastChannel = class extends Original {
      constructor(name: string) {
        super(name);
        channels.add(this);
      }

      override close(): void {
        channels.delete(this);
        super.close();
      }
    };
    this.#undo.push(() => (globalThis.BroadcastChannel = Original));
  }
}
