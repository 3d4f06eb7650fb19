import type { Observable } from 'rxjs';
import type { Dialect } from '../../server/dialect.ts';
import type { Facts } from '../page/errand.ts';

export interface TokenSet {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  /** Seconds. */
  readonly expiresIn?: number;
}

export interface Request {
  readonly method: 'GET' | 'POST';
  /** Beneath the API, or a whole URL. */
  readonly url: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** One request under way, which can be left as the system lets one leave. */
export interface Call {
  readonly answer: Promise<unknown>;
  cancel(): void;
}

/** A client as an application uses it. */
export interface Client {
  /** The body of a GET. The short way, without anything that this request does not need. */
  get(url: string): Promise<unknown>;
  send(request: Request): Call;
}

/** The application around a system: what it is told, and what the system calls back. */
export interface Surroundings {
  readonly api: Dialect;
  /** Milliseconds for each request. */
  readonly timeout: number;
  /** Milliseconds for the whole refresh. */
  readonly deadline?: number;
  readonly early?: boolean;
  /** What the application does to every body, if it does anything. */
  readonly transform?: (body: unknown) => unknown;
  /** The refresh is to go through the client that is being refreshed. */
  readonly sameClient: boolean;
  /** What the application's interceptors do; nothing, where it has none. */
  readonly onRequest?: (url?: string) => void;
  readonly onResponse?: (url?: string) => void;
  /** The user has to sign in again. */
  signInAgain(): void;
  /** The application's function that refreshes: does the usual thing, unless a scenario wants it to misbehave. */
  refresh(usual: () => Promise<TokenSet>): Promise<TokenSet>;
  refresh$(usual: () => Observable<TokenSet>): Observable<TokenSet>;
}

/** An application over a system, up and running. */
export interface Opened extends Client {
  signIn(tokens: TokenSet, name: string): void | Promise<void>;
  signOut(): void | Promise<void>;
  /** Another client that takes part. */
  readonly second?: Client;
  /** Navigates, and answers the address afterwards. */
  goTo?(url: string): Promise<string>;
  /** How many navigations there have been. */
  navigations?(): number;
  whenStable?(): Promise<void>;
}

/** What is compared: something that keeps requests signed in. Used as its own documentation recommends. */
export interface System extends Facts {
  open(surroundings: Surroundings): Opened | Promise<Opened>;
}
