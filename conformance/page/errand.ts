import type { Dialect } from '../../server/dialect.ts';

/** What a system may offer or not. Where it does not, scenarios about it do not apply. */
export type Feature =
  | 'body-tokens' // the page holds tokens, not only cookies
  | 'replays' // it sends again what was refused
  | 'lifetime' // it knows when a token runs out, and refreshes before it sends
  | 'ended' // it says that the user has to sign in again
  | 'same-client' // the refresh may go through the client that is being refreshed
  | 'two-clients' // several clients may take part
  | 'shared' // other tabs find the session, too
  | 'transform' // what an application does to every body
  | 'interceptors' // what an application does to every request and answer
  | 'guard' // a route guard
  | 'leaves' // the guard leads away when the session ends later
  | 'stability' // Angular waits for its requests
  | 'early'; // it refreshes by a timer

/** The dialects of the server that conformance is about, by the names of their prefixes. */
export type DialectName = 'body' | 'cookies' | 'memory' | 'a' | 'b' | 'c' | 'd' | 'e';

/** How the application's function behaves that gets fresh tokens. */
export type Refreshing = 'usual' | 'same-client' | 'throws' | 'at-once' | 'empty' | 'never';

/** How the application of a scenario is set up. */
export interface Settings {
  readonly api: Dialect;
  readonly refreshing: Refreshing;
  /** Milliseconds for each request, the refresh too, where the system sends it through a client that has such a setting. */
  readonly timeout: number;
  /** Milliseconds for the whole refresh, where the system has such a setting. */
  readonly deadline?: number;
  /** The application wraps every body before it is sent. */
  readonly transform?: boolean;
  /** Refresh by a timer. */
  readonly early?: boolean;
}

/** One request for a client to send. */
export interface Errand {
  readonly method?: 'GET' | 'POST';
  /** Beneath the API, or a whole URL. */
  readonly url: string;
  readonly body?: 'json' | 'form' | 'bytes';
  /** Through the second client. */
  readonly second?: boolean;
}

/** A status that an error tells, and of which request; empty, where it does not say. */
export interface Trace {
  readonly status: number;
  readonly url: string;
}

/** What came of a request, as its caller saw it. */
export interface Outcome {
  readonly url: string;
  readonly state: 'answered' | 'failed' | 'pending' | 'cancelled';
  readonly answer?: unknown;
  /** The kind of error, for people and for comparing. */
  readonly error?: string;
  /** What can be found out from the error, however deep. */
  readonly traces?: readonly Trace[];
  /** The error gives the tokens away. */
  readonly leaks?: boolean;
}

/** What the application has been told, and its interceptors have seen. */
export interface Told {
  readonly signInAgain: number;
  readonly requests: number;
  readonly responses: number;
}

/** What a system says of itself. */
export interface Facts {
  readonly name: string;
  /** What it is, in a line. */
  readonly about: string;
  /** Whose versions count. */
  readonly packages: readonly string[];
  /** The first is what it is at home in. */
  readonly speaks: readonly DialectName[];
  /** What it does not offer, and why that is so. */
  readonly without: Partial<Record<Feature, string>>;
  /** It goes by the clock alone: whatever the server says, a token has not expired before its time. */
  readonly byTheClock?: boolean;
}
