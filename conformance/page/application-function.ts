import { EMPTY, NEVER, type Observable, of, tap } from 'rxjs';
import type { TokenSet } from '../systems/system.ts';
import type { Refreshing } from './errand.ts';

/** The application's function that refreshes, as a promise or an Observable. It misbehaves until it is mended. */
export class ApplicationFunction {
  calls = 0;
  /** What it answers at once, when that is what it does. */
  ready: TokenSet = {};
  #refreshing: Refreshing;
  readonly #renewed: (tokens: TokenSet) => void;

  /** @param renewed - Called with what it answers. */
  constructor(refreshing: Refreshing, renewed: (tokens: TokenSet) => void) {
    this.#refreshing = refreshing;
    this.#renewed = renewed;
  }

  mend(): void {
    this.#refreshing = 'usual';
  }

  promise(usual: () => Promise<TokenSet>): Promise<TokenSet> {
    const tokens = this.#do(usual, {
      'at-once': () => Promise.resolve(this.ready),
      empty: () => Promise.resolve(undefined as never),
      never: () => new Promise(() => undefined),
    });
    void tokens.then(this.#renewed, () => undefined);

    return tokens;
  }

  observable(usual: () => Observable<TokenSet>): Observable<TokenSet> {
    const tokens$ = this.#do(usual, { 'at-once': () => of(this.ready), empty: () => EMPTY, never: () => NEVER });

    return tokens$.pipe(tap(this.#renewed));
  }

  #do<T>(usual: () => T, ways: Record<'at-once' | 'empty' | 'never', () => T>): T {
    this.calls++;
    if (this.#refreshing === 'throws') throw new Error('The application has a mistake here.');
    if (this.#refreshing === 'usual' || this.#refreshing === 'same-client') return usual();

    return ways[this.#refreshing]();
  }
}
