/** What `schema.json` says. */
export interface NgAddOptions {
  /** The application that is set up. May be missing where there is only one. */
  readonly project?: string;
  /** The option `tokens` of the session. */
  readonly session: 'access-in-memory' | 'body' | 'cookies';
}
