import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { IsActiveMatchOptions, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { Session } from 'ngx-axios';
import { SessionBadge } from './session-badge';

@Component({
  selector: 'app-root',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink, RouterLinkActive, RouterOutlet, SessionBadge],
  templateUrl: './app.html',
  styleUrl: './app.css',
})
export class App {
  readonly #session = inject(Session);

  /** The playground writes what is chosen into the query. */
  readonly whateverTheQuery: IsActiveMatchOptions = {
    paths: 'exact',
    queryParams: 'ignored',
    matrixParams: 'ignored',
    fragment: 'ignored',
  };
  readonly state = this.#session.state;
  /** Whether a page has been shown yet: until then a guard waits for the session. */
  readonly shown = signal(false);

  signOut(): void {
    void this.#session.end();
  }
}
