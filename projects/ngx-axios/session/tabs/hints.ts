import { EMPTY, filter, fromEvent, map, merge, Observable, startWith, switchMap } from 'rxjs';

/**
 * Tells other tabs that there is something newer, never what it is, and hears it from them. Hints may be lost, doubled, late or
 * forged: whoever hears one looks at the record.
 */
export class Hints {
  #channel: BroadcastChannel | undefined;

  /** @param name - The same for all tabs that share a record. */
  constructor(
    private readonly name: string,
    private readonly window: Window,
  ) {}

  /** Emits the generation that another tab tells of. An open channel keeps a page out of the back/forward cache. */
  told$(): Observable<number> {
    return merge(this.#on('pagehide', false), this.#on('pageshow', true)).pipe(
      startWith(true),
      switchMap((isShown) => (isShown ? this.#heard() : EMPTY)),
      map(readHint),
      filter((generation) => generation !== undefined),
    );
  }

  tell(generation: number): void {
    const hint = { generation };
    const channel = this.#channel ?? openChannel(this.name); // a page that goes may still have something to tell
    try {
      if (channel) channel.postMessage(hint);
      else this.window.localStorage.setItem(this.name, JSON.stringify(hint));
    } catch {
      // They look for themselves when they are shown, and before they refresh.
    }
    if (channel !== this.#channel) channel?.close();
  }

  #on(event: string, isShown: boolean): Observable<boolean> {
    return fromEvent(this.window, event).pipe(map(() => isShown));
  }

  #heard(): Observable<unknown> {
    return new Observable((subscriber) => {
      const channel = (this.#channel = openChannel(this.name));
      const messages$ = channel
        ? fromEvent<MessageEvent>(channel, 'message').pipe(map(({ data }) => data as unknown))
        : this.#stored();
      subscriber.add(messages$.subscribe(subscriber));
      subscriber.add(() => {
        channel?.close();
        this.#channel = undefined;
      });
    });
  }

  /** Where there are no channels, storage events do. */
  #stored(): Observable<unknown> {
    return fromEvent<StorageEvent>(this.window, 'storage').pipe(
      filter(({ key }) => key === this.name),
      map(({ newValue }) => {
        try {
          return JSON.parse(newValue ?? 'null') as unknown;
        } catch {
          return null;
        }
      }),
    );
  }
}

function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name);
  } catch {
    return undefined;
  }
}

function readHint(hint: unknown): number | undefined {
  const { generation } = (hint ?? {}) as { generation?: unknown };

  return typeof generation === 'number' ? generation : undefined;
}
