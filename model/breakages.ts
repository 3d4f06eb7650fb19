import type { Breakage } from './broken-library.ts';

/** What a library of this kind gets wrong, each once. The model must see every one of them. */
export const BREAKAGES: readonly Breakage[] = [
  {
    name: 'who leaves last cancels the refresh',
    replace: [['resetOnRefCountZero: false', 'resetOnRefCountZero: true']],
  },
  {
    name: 'one refresh for each 401',
    replace: [
      ['this.#call(this.#memory.held)).pipe(singleFlight())', 'this.#call(this.#memory.held))'],
      ['this.#attempt(call$, this.#memory.held)).pipe(singleFlight())', 'this.#attempt(call$, this.#memory.held))'],
    ],
  },
  {
    name: 'an answer after the sign-out revives the session',
    replace: [['return merge(changed$, outcome$).pipe(take(1));', 'return outcome$;']],
  },
  {
    name: 'a late 401 refreshes again',
    replace: [['if (credentials.generation !== generation)', 'if (false)']],
  },
  {
    name: 'sent again with the token that was refused',
    replace: [['sendWith(headersFor(fresh), outgoing, 2)', 'sendWith(headersFor(ready ?? fresh), outgoing, 2)']],
  },
  {
    name: 'a request goes on with the token of whoever is signed in',
    replace: [
      ['return belongs && areHeld && !isOver;', 'return true;'],
      ['if (credentials.session !== session)\n', 'if (false)\n'],
      ['return ready && this.#belongsHere(ready) ? ready : undefined;', 'return ready;'],
    ],
  },
  {
    name: 'a waiter is forgotten',
    replace: [
      [
        'return this.#wait(newer$, failure)',
        'return this.#wait(newer$.pipe(catchError(() => defer(() => new Promise(() => undefined)))), failure)',
      ],
    ],
  },
  {
    name: 'an outage ends the session',
    replace: [
      ['if (answer.status === 403)', 'if (answer.status === 503) return true;\n    if (answer.status === 403)'],
    ],
  },
];
