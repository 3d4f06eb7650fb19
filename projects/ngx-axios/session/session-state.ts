/** What the application may show of the session. */
export interface SessionState {
  /** `restoring`: not known yet, because the store or the server has not answered. */
  readonly phase: 'restoring' | 'signed-out' | 'signed-in';
  /** A refresh is running and requests wait for it. */
  readonly refreshing: boolean;
  /** The last refresh got no usable answer. The session stays and is tried again. */
  readonly failing: boolean;
}
