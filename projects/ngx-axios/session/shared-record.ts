import { SessionEndReason } from './session-event';
import { SessionRecord } from './session-record';

/** The record of a session that several tabs share. */
export interface SharedRecord extends SessionRecord {
  /** Counts every change that any tab makes. A higher one is newer. */
  readonly generation: number;
  /** Which sign-in it belongs to. */
  readonly session: number;
  /** When it was written: `sharedNow()`. */
  readonly committedAt: number;
  /** Nobody is signed in any more, and why. */
  readonly endedBy?: SessionEndReason;
}
