import { SessionRecord } from './session-record';

/**
 * A value, or a promise of it: stores may be synchronous or not.
 *
 * @see {@link SessionStore}
 */
export type MaybeAsync<T> = T | PromiseLike<T>;

/**
 * Where the session outlives the page. What `read` returns is validated, so a store need not trust what it finds.
 *
 * @example
 * ```ts
 * import { Preferences } from '@capacitor/preferences';
 * import { SessionStore } from 'ngx-axios';
 *
 * export const device: SessionStore = {
 *   read: async () => JSON.parse((await Preferences.get({ key: 'session' })).value ?? 'null'),
 *   write: (record) => Preferences.set({ key: 'session', value: JSON.stringify(record) }),
 *   clear: () => Preferences.remove({ key: 'session' }),
 * };
 * ```
 */
export interface SessionStore {
  read(): MaybeAsync<unknown>;
  write(record: SessionRecord): MaybeAsync<void>;
  clear(): MaybeAsync<void>;
}

/** `localStorage` or `sessionStorage`, reached for late: merely naming it throws in a sandboxed frame. */
export function webStore(area: 'localStorage' | 'sessionStorage', key: string): SessionStore {
  return {
    read: () => JSON.parse(globalThis[area].getItem(key) ?? 'null'),
    write: (record) => globalThis[area].setItem(key, JSON.stringify(record)),
    clear: () => globalThis[area].removeItem(key),
  };
}
