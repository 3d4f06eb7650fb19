/** What a tab can count of its own requests. */
export interface Tally {
  readonly asked: number;
  readonly refused: number;
  /** Calls to the refresh route, whatever came of them. */
  readonly refreshes: number;
  readonly sentAgain: number;
  /** Everything that was put on the wire, first and further sends. */
  readonly sends: number;
  readonly answered: number;
  readonly failed: number;
}

const NOTHING: Tally = { asked: 0, refused: 0, refreshes: 0, sentAgain: 0, sends: 0, answered: 0, failed: 0 };

export function total(tallies: readonly Tally[]): Tally {
  return tallies.reduce(plus, NOTHING);
}

function plus(a: Tally, b: Tally): Tally {
  return {
    asked: a.asked + b.asked,
    refused: a.refused + b.refused,
    refreshes: a.refreshes + b.refreshes,
    sentAgain: a.sentAgain + b.sentAgain,
    sends: a.sends + b.sends,
    answered: a.answered + b.answered,
    failed: a.failed + b.failed,
  };
}
