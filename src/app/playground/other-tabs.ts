import { inject, Injectable, signal } from '@angular/core';
import { filter, lastValueFrom, Observable, Subject, takeUntil, takeWhile, tap, timer } from 'rxjs';
import { KIND } from './kind';
import { Outcome } from './outcome';
import { Order } from './storm';
import { Sighting } from './sighting';

/** What tabs tell each other: never a token. */
export type Message = { readonly from: string } & (
  | { readonly type: 'hello' | 'here' | 'bye' }
  | { readonly type: 'prepare' | 'ready' | 'done' }
  | { readonly type: 'fire'; readonly order: Order; readonly tabs: readonly string[] }
  | { readonly type: 'seen'; readonly sightings: readonly Sighting[] }
  | { readonly type: 'over'; readonly outcome: Outcome | null }
);

/** How long a tab may take to get ready: one that is frozen never is. In milliseconds. */
const PATIENCE = 5_000;
/** How long a tab may take to be done: one that has crashed never is. In milliseconds. */
const LONGEST_RUN = 90_000;

type Said<M> = M extends Message ? Omit<M, 'from'> : never;

/** The other tabs that have the playground open with the same session. */
@Injectable({ providedIn: 'root' })
export class OtherTabs {
  readonly #name = `ngx-axios playground ${inject(KIND)}`;
  readonly #heard = new Subject<Message>();
  readonly #tabs = signal<readonly string[]>([]);
  #channel: BroadcastChannel | undefined;
  #unsaid: Sighting[] = [];

  /** The name of this tab, for this load of its page. */
  readonly own = Math.random().toString(36).slice(2, 8);
  /** Those that are open, without this one. */
  readonly open = this.#tabs.asReadonly();
  readonly heard$: Observable<Message> = this.#heard.asObservable();

  constructor() {
    this.#join();
    // An open channel would keep the page out of the back/forward cache.
    addEventListener('pagehide', () => this.#leave());
    addEventListener('pageshow', () => this.#join());
  }

  say(message: Said<Message>): void {
    this.#channel?.postMessage({ ...message, from: this.own });
  }

  /** Tells what was seen, all of one moment together. */
  tell(sighting: Sighting): void {
    this.#unsaid.push(sighting);
    if (this.#unsaid.length > 1) return;
    queueMicrotask(() => {
      this.say({ type: 'seen', sightings: this.#unsaid });
      this.#unsaid = [];
    });
  }

  /** Asks the others to get ready to send. Answers who is. */
  prepare(): Promise<readonly string[]> {
    const ready = this.#answers('ready', this.#tabs(), PATIENCE);
    this.say({ type: 'prepare' });

    return ready;
  }

  /** Comes when all of these tabs have said that they are done, or have gone. */
  done(tabs: readonly string[]): Promise<unknown> {
    return this.#answers('done', tabs, LONGEST_RUN);
  }

  #answers(type: 'ready' | 'done', tabs: readonly string[], patience: number): Promise<readonly string[]> {
    const unheard = new Set(tabs);
    const answered: string[] = [];
    const answers$ = this.#heard.pipe(
      filter((message) => unheard.has(message.from) && (message.type === type || message.type === 'bye')),
      tap((message) => {
        unheard.delete(message.from);
        if (message.type === type) answered.push(message.from);
      }),
      takeWhile(() => unheard.size > 0),
      takeUntil(timer(patience)),
    );

    return tabs.length === 0
      ? Promise.resolve([])
      : lastValueFrom(answers$, { defaultValue: null }).then(() => answered);
  }

  #join(): void {
    if (this.#channel) return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data);
    this.say({ type: 'hello' });
  }

  #leave(): void {
    this.say({ type: 'bye' });
    this.#channel?.close();
    this.#channel = undefined;
    this.#tabs.set([]);
  }

  #hear(message: Message): void {
    const { from, type } = message;
    if (type === 'hello') this.say({ type: 'here' });
    this.#tabs.update((tabs) =>
      type === 'bye' ? tabs.filter((tab) => tab !== from) : tabs.includes(from) ? tabs : [...tabs, from],
    );
    this.#heard.next(message);
  }
}
