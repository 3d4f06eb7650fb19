import { InjectionToken } from '@angular/core';
import { AnySessionOptions } from '../session-options';

/**
 * How the tabs of one browser share a session.
 *
 * @see {@link withTabs}
 */
export interface TabsOptions {
  /** Names the session: applications on one origin that give the same name share one, all others are kept apart. */
  namespace: string;
  /**
   * With `tokens: 'access-in-memory'`: tabs share the access token too, so that one refresh does for all, also at a server where
   * a refresh revokes the access token before. It then lies in IndexedDB, where scripts of the origin can read it; the refresh
   * token never does. Default: `false`, each tab refreshes for itself, one after the other.
   */
  shareAccessToken?: boolean;
}

/** Part of all names: another protocol has a record, a lock and a channel of its own. */
const PROTOCOL = 'ngx-axios:1';

/** The name of what the tabs share, and the beginning of the names of all that belongs to it. */
export function sharedName({ namespace }: TabsOptions): string {
  return `${PROTOCOL}:${namespace}`;
}

export const TABS_OPTIONS = new InjectionToken<TabsOptions>('ngx-axios tabs options');

/** Says what is wrong with the options, and the fix. */
export function checkTabsOptions({ namespace, shareAccessToken }: TabsOptions, where: string): void {
  if (typeof namespace !== 'string' || namespace.trim() === '') {
    throw new Error(`${where}: \`namespace\` is ${JSON.stringify(namespace)}; give the session a name, like "shop".`);
  }
  if (shareAccessToken !== undefined && typeof shareAccessToken !== 'boolean') {
    throw new Error(`${where}: \`shareAccessToken\` is ${JSON.stringify(shareAccessToken)}; give true or false.`);
  }
}

/** Says where the options contradict those of the session. */
export function checkTabsWithSession({ shareAccessToken }: TabsOptions, session: AnySessionOptions): void {
  for (const option of ['store', 'name'] as const) {
    if (session[option] === undefined) continue;
    throw new Error(
      `\`withTabs\` contradicts \`withSession({ ${option} })\`: tabs share one record, which \`namespace\` names; remove \`${option}\`.`,
    );
  }
  if (shareAccessToken && session.tokens !== 'access-in-memory') {
    const why = session.tokens === 'body' ? 'tabs share it anyway' : 'no script holds it';
    throw new Error(
      `\`withTabs({ shareAccessToken })\` is for \`tokens: 'access-in-memory'\`; with '${session.tokens}' ${why}: remove it.`,
    );
  }
}
