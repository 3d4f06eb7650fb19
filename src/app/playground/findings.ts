import { Kind } from './kind';
import { ServerCounts } from './lab';
import { Tally } from './tally';

/** What is known when a run is over. */
export interface Findings {
  readonly kind: Kind;
  /** How many tabs have sent. */
  readonly tabs: number;
  /** What the pages have seen, all taken together. */
  readonly page: Tally;
  /** How many requests have failed for each reason. */
  readonly failures: ReadonlyMap<string, number>;
  readonly server: ServerCounts;
  /** Why the session of this tab has ended: once for every time it did. */
  readonly ends: readonly string[];
  readonly signedIn: boolean;
}

/** How many refreshes one expiry takes: with the access token in the memory of each page, every tab needs its own. */
export function refreshesPerExpiry({ kind, tabs }: Findings): number {
  return kind === 'access-in-memory' ? tabs : 1;
}
