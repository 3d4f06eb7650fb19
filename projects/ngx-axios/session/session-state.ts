/**
 * What the application may show of the session.
 *
 * @example
 * ```ts
 * import { Component, inject } from '@angular/core';
 * import { Session } from 'ngx-axios';
 *
 * @Component({
 *   selector: 'app-connection',
 *   template: `
 *     @if (state().failing) {
 *       Trying to reach the server…
 *     }
 *   `,
 * })
 * export class Connection {
 *   readonly state = inject(Session).state;
 * }
 * ```
 */
export interface SessionState {
  /** `restoring`: not known yet, because the store or the server has not answered. */
  readonly phase: 'restoring' | 'signed-out' | 'signed-in';
  /** A refresh is running and requests wait for it. */
  readonly refreshing: boolean;
  /** The last refresh got no usable answer. The session stays and is tried again. */
  readonly failing: boolean;
}
