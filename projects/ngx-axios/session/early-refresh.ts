import { DOCUMENT, inject, InjectionToken, NgZone } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { EMPTY, fromEvent, merge, Observable, of, startWith, switchMap, timer } from 'rxjs';
import { isInBrowser } from './is-in-browser';
import { outsideZone } from './outside-zone';
import { RefreshLock } from './refresh-lock';
import { SessionMemory } from './session-memory';
import { LONGEST_TIMER } from './session-options';
import { lifetimeOf } from './token-set';

/**
 * When to refresh before anybody is refused.
 *
 * @see {@link withEarlyRefresh}
 */
export interface EarlyRefreshOptions {
  /**
   * How long before its end an access token is renewed, in milliseconds; at most a fifth of its lifetime. The moment is drawn
   * from the first half of the leeway, so that many pages do not come at once. Default: 30 000.
   */
  leeway?: number;
  /**
   * Milliseconds without a request after which nothing is renewed early any more, so that a page that nobody uses does not keep
   * the session alive. Default: no limit.
   */
  idle?: number;
}

export const EARLY_REFRESH_OPTIONS = new InjectionToken<EarlyRefreshOptions>('ngx-axios early refresh options');

const DEFAULT_LEEWAY = 30_000;
/** A token that lives for a moment is not renewed all the time. */
const LARGEST_SHARE_OF_LIFETIME = 0.2;

/**
 * Renews an access token before it runs out, once, while somebody looks at the page. A hidden page catches up when it is shown.
 *
 * It goes through the lock like every other refresh. One that fails changes nothing as long as the access token lives.
 */
export class EarlyRefresh {
  readonly #leeway = inject(EARLY_REFRESH_OPTIONS).leeway ?? DEFAULT_LEEWAY;
  readonly #idle = inject(EARLY_REFRESH_OPTIONS).idle ?? Infinity;
  readonly #memory = inject(SessionMemory);
  readonly #lock = inject(RefreshLock);
  readonly #document = inject(DOCUMENT);
  readonly #zone = inject(NgZone);

  /** The generation that the moment below is for; one that has been tried early is left to the requests. */
  #generation = 0;
  #dueAt = Infinity;

  constructor() {
    if (!isInBrowser()) return; // a server renders and is done

    const window = this.#document.defaultView!;
    const wakes$ = merge(
      ...['visibilitychange', 'resume'].map((name) => fromEvent(this.#document, name)),
      ...['pageshow', 'focus', 'online'].map((name) => fromEvent(window, name)),
    );
    const due$ = merge(this.#memory.changes$, wakes$).pipe(
      startWith(null),
      switchMap(() => outsideZone(this.#zone, this.#due$())),
      takeUntilDestroyed(),
    );
    this.#zone.runOutsideAngular(() => due$.subscribe(() => this.#refresh())); // waking up alone is nothing to show
  }

  /** Emits when the access token is to be renewed. */
  #due$(): Observable<unknown> {
    const { credentials, tokens, runsOutAt } = this.#memory.held;
    if (credentials.generation !== this.#generation) {
      const margin = Math.min(this.#leeway, lifetimeOf(tokens) * LARGEST_SHARE_OF_LIFETIME);
      this.#generation = credentials.generation;
      this.#dueAt = runsOutAt - margin * (1 - Math.random() / 2);
    }

    return this.#dueAt === Infinity || this.#document.hidden ? EMPTY : until(this.#dueAt);
  }

  #refresh(): void {
    this.#dueAt = Infinity;
    if (performance.now() - this.#memory.usedAt < this.#idle) this.#lock.early$.subscribe({ error: () => undefined });
  }
}

/** Emits at a time of the page's monotonic clock. Re-armed on the way: a longer timer than the browser's longest fires at once. */
function until(time: number): Observable<unknown> {
  const left = time - performance.now();

  return timer(Math.min(left, LONGEST_TIMER)).pipe(switchMap(() => (left > LONGEST_TIMER ? until(time) : of(null))));
}
