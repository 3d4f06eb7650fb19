import { authRefreshApplication, OFFERED } from './axios-auth-refresh-application.ts';
import type { System } from './system.ts';

export const system: System = {
  ...OFFERED,
  name: 'axios-auth-refresh, deduplicateRefresh: false',
  about: 'the same with `deduplicateRefresh: false` (README, "Deduplicate refresh calls")',
  open: (surroundings) => authRefreshApplication(surroundings, { deduplicateRefresh: false }),
};
