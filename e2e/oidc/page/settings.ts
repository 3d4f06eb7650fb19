/** What a token endpoint answers (RFC 6749 section 5.1), with what OpenID Connect adds. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
  readonly expires_in: number;
  readonly token_type: string;
}

/** How the page is set up, and who is signed in to it. */
export interface Settings {
  /** What the page sends with. */
  readonly client: 'axios' | 'http';
  readonly issuer: string;
  readonly clientId: string;
  readonly answer: TokenAnswer;
}

/** What the page knows of its session. */
export interface Seen {
  readonly phase: string;
  /** Why sessions ended, in order. */
  readonly ended: readonly string[];
  /** Held, whether or not it is still good. */
  readonly accessToken?: string;
}

/** Who has the tokens where another library has signed in, and whether its refresh can work. */
export type Owner = 'session' | 'library' | 'library, waiting for itself';
