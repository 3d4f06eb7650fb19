/** A token of this server, found in a request. */
export interface FoundToken {
  readonly kind: 'access' | 'refresh';
  /** The sign-in that it belongs to. */
  readonly family: string;
  /** The how-many-th token of its kind in its family. */
  readonly serial: number;
  /** A cookie is apart from other headers because the browser, not the client, attaches it. */
  readonly where: 'url' | 'header' | 'cookie' | 'body' | 'message';
  /** The server had used it up, and said so or not, before this request arrived. Refresh tokens only. */
  readonly spent: boolean;
}

/** What a client under test says of a request in the moment it is handed to the network. */
export interface Stamp {
  /** Which client. */
  readonly client: string;
  /** Which request of it: the same when it is sent again. */
  readonly exchange?: string;
  /** Which send of the client: the same when the browser follows a redirect with it, or repeats it. */
  readonly send?: number;
  /** The sign-in that the client belongs to now. */
  readonly session?: string;
  /** The sign-in in which the request began is over. */
  readonly over?: boolean;
  /** The serial of the newest access token that this client has committed for that sign-in. */
  readonly newest?: number;
}

/** One request as it arrived. */
export interface Arrival {
  /** Counts arrivals from 1. */
  readonly order: number;
  readonly method: string;
  /** Path and query, without the tokens that may be in it. */
  readonly url: string;
  /** The host that the client believes it speaks to. */
  readonly host: string;
  readonly tokens: readonly FoundToken[];
  /** A digest of the body's bytes; empty when the body has not come to its end. */
  readonly body: string;
  readonly stamp?: Stamp;
}
