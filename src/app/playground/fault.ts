import { Session } from 'ngx-axios';
import { Observable } from 'rxjs';
import { Check } from './check';
import { Findings } from './findings';
import { Lab, ServerScript } from './lab';

/** What a fault may use while the requests are under way. */
export interface Stage {
  readonly lab: Lab;
  readonly session: Session;
  /** Emits when every request of this tab has been refused, and all wait. */
  readonly allWait$: Observable<unknown>;
}

/** Something that goes wrong, and what is promised to come of it. */
export interface Fault {
  readonly label: string;
  /** What should happen, for visitors. */
  readonly promise: string;
  /** What goes wrong at the server, for how many requests in each tab. */
  readonly script?: ServerScript;
  /** The server ends the session, instead of only taking the access token for expired. */
  readonly revokes?: true;
  /** The second half of the requests starts so many milliseconds after the first. */
  readonly secondHalfAfter?: number;
  /** The application tries again what has failed only for now. */
  readonly triesAgain?: true;
  /** What happens meanwhile in the tab that began; unsubscribed at the end. */
  readonly meanwhile?: (stage: Stage) => Observable<unknown>;
  readonly checks: (findings: Findings) => readonly Check[];
}
