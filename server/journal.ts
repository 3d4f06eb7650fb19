/** A token of this server, found in a request. */
export interface FoundToken {
  readonly kind: 'access' | 'refresh';
  /** The sign-in that it belongs to. */
  readonly family: string;
  /** The how-many-th token of its kind in its family. */
  readonly serial: number;
  readonly where: 'url' | 'header' | 'body';
  /** The server had used it up, and said so or not, before this request arrived. Refresh tokens only. */
  readonly spent: boolean;
}

/** What a client under test says of a request in the moment it is handed to the network. */
export interface Stamp {
  /** Which client. */
  readonly client: string;
  /** Which request of it: the same when it is sent again. */
  readonly exchange?: string;
  /** The sign-in that the request belongs to. */
  readonly session?: string;
  /** The serial of the newest access token that this client has committed for that sign-in. */
  readonly newest?: number;
}

/** One request as it arrived. */
export interface Arrival {
  /** Counts arrivals from 1. */
  readonly order: number;
  readonly method: string;
  readonly url: string;
  /** The host that the client believes it speaks to. */
  readonly host: string;
  readonly tokens: readonly FoundToken[];
  /** A digest of the body's bytes. */
  readonly body: string;
  readonly stamp?: Stamp;
}
