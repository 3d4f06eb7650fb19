import type { Breakage } from './broken-library.ts';

/** What a library of this kind gets wrong, each once. The model must see every one of them. */
export const BREAKAGES: readonly Breakage[] = [
  {
    name: 'that who leaves last cancels the refresh',
    replace: [['resetOnRefCountZero: false', 'resetOnRefCountZero: true']],
  },
  {
    name: 'that each 401 has a refresh of its own',
    replace: [
      ['this.#call(this.#memory.held)).pipe(singleFlight())', 'this.#call(this.#memory.held))'],
      ['this.#attempt(call$, this.#memory.held)).pipe(singleFlight())', 'this.#attempt(call$, this.#memory.held))'],
    ],
  },
  {
    name: 'that an answer after the sign-out revives the session',
    replace: [['merge(changed$, outcome$)', 'outcome$']],
  },
  {
    name: 'that a late 401 refreshes again',
    replace: [['if (credentials.generation !== generation)', 'if (false)']],
  },
  {
    name: 'that a request is sent again with the token that was refused',
    replace: [['switchMap((fresh) => (send ? send(fresh)', 'switchMap(() => (send ? send(sentWith)']],
  },
  {
    name: 'that a request goes on with the token of whoever is signed in',
    replace: [
      ['return this.#belongsTo === session;', 'return true;'],
      ['if (credentials.session !== session)', 'if (false)'],
    ],
  },
  {
    name: 'that who waits is forgotten when the refresh fails',
    replace: [
      [
        'return this.#wait(newer$, failure)',
        'return this.#wait(newer$.pipe(catchError(() => defer(() => new Promise(() => undefined)))), failure)',
      ],
    ],
  },
  {
    name: 'that who waits is forgotten when the refresh hangs',
    replace: [['timeout({ first: this.#deadline,', 'timeout({ first: 2 ** 31 - 1,']],
  },
  {
    name: 'that an outage ends the session',
    replace: [
      ['if (answer.status === 403)', 'if (answer.status === 503) return true;\n    if (answer.status === 403)'],
    ],
  },
  {
    name: 'that the server is not left alone after an outage',
    replace: [['if (this.#backoff.isPausing(credentials.generation))', 'if (false)']],
  },
  {
    name: 'that the refresh token is dropped which was not answered again',
    replace: [['{ ...held.tokens, expiresIn: undefined, ...outcome.tokens }', '{ ...outcome.tokens }']],
  },
  {
    name: 'that a refusal before its time ends the session',
    replace: [['if (!this.#isNeeded()) {', 'if (false) {']],
  },
  {
    name: 'that who waits cannot cancel',
    replace: [['merge(wait$, cancelled$(config))', 'merge(wait$)']],
  },
  {
    name: 'that listeners are told of an end before it is so',
    replace: [
      [
        'this.#hold();\n        this.#changed.next();\n        tell();',
        'tell();\n        this.#hold();\n        this.#changed.next();',
      ],
    ],
  },
];
