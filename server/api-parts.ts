import type { Ledger } from './counts.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import type { RequestLog } from './request-log.ts';
import type { Tokens } from './tokens.ts';

/** What the routes of one dialect work with. */
export interface ApiParts {
  readonly dialect: Dialect;
  readonly db: Database;
  readonly tokens: Tokens;
  readonly ledger: Ledger;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly journal?: Journal;
}
