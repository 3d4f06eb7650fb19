/** Where the record lies that tabs share. */
export interface RecordPlace {
  /** What lies there, which anybody may have put there. */
  read(): Promise<unknown>;

  /**
   * Replaces what lies there in one step, so that no other tab reads or writes in between. `next` is told what lies there, and
   * answers what is to lie there instead; `undefined` leaves it.
   */
  change(next: (current: unknown) => unknown): Promise<void>;
}
