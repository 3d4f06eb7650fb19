import { DestroyRef, inject, Injectable } from '@angular/core';

/** The names that the sessions of one application have taken. Applications that share a page have one each, and may share a session. */
@Injectable({ providedIn: 'root' })
export class ClaimedNames {
  readonly claimed = new Set<string>();
}

/**
 * Takes a name for a session, in an injection context, for as long as that lives: two of one application under the same name would
 * each take the other's record for its own.
 *
 * @param name - What it keeps something under.
 * @param fix - What to do where another session has taken it.
 */
export function claimName(name: string, fix: string): void {
  const { claimed } = inject(ClaimedNames);
  if (claimed.has(name)) throw new Error(`Two sessions of this application keep theirs as "${name}"; ${fix}`);

  claimed.add(name);
  inject(DestroyRef).onDestroy(() => claimed.delete(name));
}
