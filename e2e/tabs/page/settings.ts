/** How the page of a tab is set up. */
export interface Settings {
  readonly tokens: 'body' | 'access-in-memory' | 'cookies';
  readonly namespace: string;
  readonly shareAccessToken?: boolean;
  /** `localStorage`: each tab for itself, with a store that they happen to share. Default: `withTabs`. */
  readonly keeper?: 'tabs' | 'localStorage';
  /** Milliseconds. */
  readonly deadline?: number;
}

/** What a tab has seen. */
export interface Seen {
  readonly sent: number;
  readonly answered: number;
  /** How often each failure was handed out: the name of the error, or the status. */
  readonly failures: Record<string, number>;
  /** Why sessions ended, in order. */
  readonly ended: readonly string[];
  readonly events: Record<string, number>;
  readonly phase: string;
}
