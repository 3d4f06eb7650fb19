import { bodies } from './bodies.ts';
import { cancelling } from './cancelling.ts';
import { clients } from './clients.ts';
import { clocks } from './clocks.ts';
import { guards } from './guards.ts';
import { interceptors } from './interceptors.ts';
import { kindsOfTokens } from './kinds-of-tokens.ts';
import { lateRefusals } from './late-refusals.ts';
import { outages } from './outages.ts';
import { refreshFunctions } from './refresh-functions.ts';
import { refusedRefreshes } from './refused-refreshes.ts';
import type { Group } from './scenario.ts';
import { secondRefusals } from './second-refusals.ts';
import { signingOut } from './signing-out.ts';
import { stability } from './stability.ts';
import { storm } from './storm.ts';
import { tabs } from './tabs.ts';
import { whereTokensGo } from './where-tokens-go.ts';

/**
 * What a user is promised. The list was fixed before any system but our own and the control was run: it follows from what a user
 * may expect of a session, not from what somebody gets wrong.
 */
export const GROUPS: readonly Group[] = [
  storm,
  lateRefusals,
  secondRefusals,
  refusedRefreshes,
  outages,
  refreshFunctions,
  cancelling,
  signingOut,
  clients,
  tabs,
  bodies,
  interceptors,
  whereTokensGo,
  kindsOfTokens,
  clocks,
  guards,
  stability,
];
