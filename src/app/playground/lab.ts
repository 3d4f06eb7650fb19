import { computed, inject, Injectable, signal } from '@angular/core';
import { AxiosClient } from 'ngx-axios';
import { Observable } from 'rxjs';
import { KIND } from './kind';
import { LogEntry } from './log-line';

/** What the server counted of one sign-in. */
export interface ServerCounts {
  readonly requests: number;
  readonly expired: number;
  readonly refreshCalls: number;
  readonly refreshes: number;
  readonly reuse: number;
}

/** What goes wrong with one answer: see `server/fault.ts`. */
interface ServerFault {
  readonly delay?: { readonly arrival?: number; readonly reply?: number };
  readonly destroy?: 'before';
  readonly status?: number;
  readonly body?: unknown;
}

/** For each kind of route one fault for each request in order of arrival, or one that stays in force. */
export interface ServerScript {
  readonly refresh?: ServerFault;
  readonly api?: ServerFault | readonly ServerFault[];
}

/** The lab is beside the API and knows no users. */
const OUTSIDE_THE_API = { baseURL: '', session: false } as const;

/** The server's laboratory: what it counted and saw of the sign-in that this browser has, and its faults on demand. */
@Injectable({ providedIn: 'root' })
export class Lab {
  readonly #axios = inject(AxiosClient);
  readonly #key = `playground.session.${inject(KIND)}`;
  readonly #session = signal(localStorage.getItem(this.#key));

  /** Whether the server's name for the sign-in is known; it is not secret. */
  readonly isKnown = computed(() => this.#session() !== null);

  constructor() {
    addEventListener('storage', ({ key, newValue }) => {
      if (key === this.#key) this.#session.set(newValue); // signed in anew in another tab
    });
  }

  /** Keeps the name of a new sign-in, for the other tabs and for reloads. */
  remember(session: string): void {
    localStorage.setItem(this.#key, session);
    this.#session.set(session);
  }

  counts(): Observable<ServerCounts> {
    return this.#axios.get<ServerCounts>(`${this.#route()}/counts`, OUTSIDE_THE_API);
  }

  /** What has arrived after the request that has this number. */
  log(after: number): Observable<LogEntry[]> {
    return this.#axios.get<LogEntry[]>(`${this.#route()}/log`, { ...OUTSIDE_THE_API, params: { after } });
  }

  /** Makes the server refuse every access token that it has issued so far. */
  expire(): Observable<unknown> {
    return this.#axios.post(`${this.#route()}/expire`, undefined, OUTSIDE_THE_API);
  }

  /** Makes the server end the session, whatever its clients believe. */
  revoke(): Observable<unknown> {
    return this.#axios.post(`${this.#route()}/revoke`, undefined, OUTSIDE_THE_API);
  }

  /** Makes something go wrong from now on; nothing, when the script is empty. */
  spoil(script: ServerScript): Observable<unknown> {
    return this.#axios.post(`${this.#route()}/faults`, script, OUTSIDE_THE_API);
  }

  #route(): string {
    return `/lab/${this.#session()}`;
  }
}
