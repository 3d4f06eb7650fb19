import type { HttpBackend } from '@angular/common/http';
import type { AxiosAdapter } from 'axios';

/** Where requests go. */
export interface Network {
  readonly baseURL: string;
  /** What answers instead of the browser's network, for clients over axios. */
  readonly adapter?: AxiosAdapter;
  /** The same for HttpClient. */
  readonly backend?: HttpBackend;
}

/** Somebody is signed in with these. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds; left out where the server does not say. */
  readonly expiresIn?: number;
}

/** One request under way. */
export interface Call {
  readonly settled: Promise<unknown>;
  /** Leaves it, as the client lets one leave. */
  cancel(): void;
}

/** A client that keeps its requests signed in, as an application would use it. */
export interface Contender {
  get(url: string): Promise<unknown>;
  start?(url: string): Call;
}

export type Open = (network: Network, tokens: Tokens) => Contender | Promise<Contender>;
