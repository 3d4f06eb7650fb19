import type { Breakage } from './broken-library.ts';

/** What a library of this kind gets wrong, each once. The model must see every one of them. */
export const BREAKAGES: readonly Breakage[] = [
  {
    name: 'that whoever came first cancels the refresh by leaving',
    replace: [['source$.pipe(take(1)).subscribe({', 'return source$.pipe(take(1)).subscribe({']],
  },
  {
    name: 'that each 401 has a refresh of its own',
    replace: [
      ['this.#call(this.#memory.held)).pipe(singleFlight)', 'this.#call(this.#memory.held))'],
      ['this.#attempt(call$, this.#memory.held)).pipe(singleFlight)', 'this.#attempt(call$, this.#memory.held))'],
    ],
  },
  {
    name: 'that an answer after the sign-out revives the session',
    replace: [['merge(changed$, outcome$)', 'outcome$']],
  },
  {
    name: 'that a late 401 refreshes again',
    replace: [['if (credentials.generation !== generation && committedAt >= sentAt)', 'if (false)']],
  },
  {
    name: 'that a request is sent again with the token that was refused',
    replace: [['(fresh) => this.#second(fresh)', '() => this.#second(credentials)']],
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
        'subscriber.add(credentials$.subscribe({',
        'subscriber.add(credentials$.pipe(catchError(() => defer(() => new Promise(() => undefined)))).subscribe({',
      ],
    ],
  },
  {
    name: 'that who waits is forgotten when the refresh hangs',
    replace: [['timer(this.#refresh.deadline)', 'timer(2 ** 31 - 1)']],
  },
  {
    name: 'that an outage ends the session',
    replace: [
      ['if (answer.status === 403)', 'if (answer.status === 503) return true;\n    if (answer.status === 403)'],
    ],
  },
  {
    name: 'that the server is not left alone after an outage',
    replace: [
      [
        'return this.#backoff.isPausing(credentials.generation) ? this.#lastUnavailable : undefined;',
        'return undefined;',
      ],
    ],
  },
  {
    name: 'that the refresh token is dropped which was not answered again',
    replace: [['{ ...tokens, expiresIn: undefined, ...outcome.tokens }', '{ ...outcome.tokens }']],
  },
  {
    name: 'that a refusal before its time ends the session',
    replace: [['if (isEarly && !this.isNeeded()) {', 'if (false) {']],
  },
  {
    name: 'that who waits cannot cancel',
    replace: [['waiting.add(whenCancelled(this.config, fail));', '']],
  },
  {
    name: 'that listeners are told of an end before it is so',
    replace: [
      [
        "this.#hold('signed-out');\n        this.#changed.next();\n        this.#memory.goOn();\n        tell();",
        "tell();\n        this.#hold('signed-out');\n        this.#changed.next();\n        this.#memory.goOn();",
      ],
    ],
  },
  {
    name: 'that whoever signs in while a request waits ends its wait with their token',
    replace: [['if (credentials.session === 0 || !goesOn)', 'if (false)']],
  },
  {
    name: 'that the breaker never opens',
    replace: [['this.#breaker.isOpen(session) ||', 'false ||']],
  },
  {
    name: 'that the store keeps a session which has ended',
    replace: [['this.#store?.clear()', 'undefined']],
  },
  {
    name: 'that a sign-in that is quicker than the store is forgotten',
    replace: [['if (this.#held === reading)', 'if (true)']],
  },
  {
    name: 'that each wait of a request has a patience of its own',
    replace: [['this.#patience = Math.max(0, this.#patience - (performance.now() - since));', '']],
  },
  {
    name: 'that a page that nobody looks at is refreshed',
    replace: [['this.#document.hidden ?', 'false ?']],
  },
];
