import { inject, Injectable, signal } from '@angular/core';
import { AxiosClient } from 'ngx-axios';
import { Observable } from 'rxjs';

/** What the server saw of one sign-in. */
export interface ServerCounts {
  readonly requests: number;
  readonly expired: number;
  readonly refreshes: number;
  readonly reuse: number;
}

const KEY = 'demo.lab-session';
/** The lab is beside the API and knows no users. */
const OUTSIDE_THE_API = { baseURL: '', session: false } as const;

/** The server's laboratory: what it counted of this tab's sign-in, and its faults on demand. */
@Injectable({ providedIn: 'root' })
export class Lab {
  readonly #axios = inject(AxiosClient);
  readonly #session = signal(sessionStorage.getItem(KEY));

  /** The server's name for this tab's sign-in; not secret. `null` when this tab has not signed in itself. */
  readonly session = this.#session.asReadonly();

  /** Keeps the name of a new sign-in for as long as the tab lives, reloads included. */
  remember(session: string): void {
    sessionStorage.setItem(KEY, session);
    this.#session.set(session);
  }

  counts(): Observable<ServerCounts> {
    return this.#axios.get<ServerCounts>(`/lab/${this.#session()}/counts`, OUTSIDE_THE_API);
  }

  /** Makes the server refuse every access token that it has issued so far. */
  expire(): Observable<unknown> {
    return this.#axios.post(`/lab/${this.#session()}/expire`, undefined, OUTSIDE_THE_API);
  }
}
