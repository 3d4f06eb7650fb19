/**
 * What goes wrong with one answer. `status`, `redirect`, `body`, `html` and `size` are answered instead of what the server would
 * have said and done; everything else spoils whatever is answered.
 */
export interface Fault {
  /** Milliseconds: before the server does anything, and between what it did and its answer. */
  readonly delay?: { readonly arrival?: number; readonly reply?: number };
  /** The connection breaks before the server has done anything, or after: it has done its part and nobody hears of it. */
  readonly destroy?: 'before' | 'after';
  /** Nothing comes: the server does nothing, or does its part and does not answer, or stops after the headers. */
  readonly hang?: 'arrival' | 'reply' | 'body';
  readonly status?: number;
  /** Where to go instead, with the status, or else 307. */
  readonly redirect?: string;
  /** A JSON value, or a text that is sent as it is. */
  readonly body?: unknown;
  /** A page for people, as proxies and hotels answer. */
  readonly html?: true;
  /** Bytes that nobody wants, so many of them. */
  readonly size?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection breaks after half of the body. */
  readonly truncate?: true;
  /** One byte each so many milliseconds. */
  readonly trickle?: number;
  /** The body is said to be compressed and is not. */
  readonly badEncoding?: true;
  /** The page may not read the answer. */
  readonly noCors?: true;
}

/** The faults of one sign-in, for each kind of route: one for each request in order of arrival, or one that stays in force. */
export interface FaultScript {
  readonly refresh?: Fault | readonly Fault[];
  readonly api?: Fault | readonly Fault[];
}
