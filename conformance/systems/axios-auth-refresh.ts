import { authRefreshApplication, OFFERED } from './axios-auth-refresh-application.ts';
import type { System } from './system.ts';

export const system: System = {
  ...OFFERED,
  name: 'axios-auth-refresh',
  about: 'with its default options',
  open: (surroundings) => authRefreshApplication(surroundings, {}),
};
