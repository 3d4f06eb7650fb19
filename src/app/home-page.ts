import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session } from 'ngx-axios';

@Component({
  selector: 'app-home-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink],
  template: `
    <h1>Sessions that do not expire in your hands</h1>
    <p class="lead">
      This application talks to a real server whose access tokens live for seconds, through <code>AxiosClient</code> of
      ngx-axios. When one expires, all requests wait for one refresh and are sent again, so that you notice nothing.
      Only when the server refuses to refresh does the session end, and the guard leads you to the sign-in page and
      back.
    </p>

    <section class="card" aria-labelledby="state-heading">
      <h2 id="state-heading">The session in this tab, live</h2>
      <dl>
        <div>
          <dt>Phase</dt>
          <dd>{{ state().phase }}</dd>
        </div>
        <div>
          <dt>Refreshing</dt>
          <dd>{{ state().refreshing ? 'yes' : 'no' }}</dd>
        </div>
        <div>
          <dt>Failing</dt>
          <dd>{{ state().failing ? 'yes' : 'no' }}</dd>
        </div>
      </dl>
    </section>

    <ul class="tiles">
      <li>
        <a class="card" routerLink="/notes">
          <strong>Notes</strong>
          <span>Keep notes and upload files. Leave the tab alone until the token has expired, then go on.</span>
        </a>
      </li>
      <li>
        <a class="card" routerLink="/storm">
          <strong>Storm</strong>
          <span>Send 50 requests with an expired token, and count the refreshes here and at the server.</span>
        </a>
      </li>
    </ul>
  `,
  styles: `
    dl {
      display: grid;
      grid-template-columns: repeat(3, minmax(0, 1fr));
      gap: 1rem;
      margin: 0;
    }

    dt {
      color: var(--muted);
      font-size: 0.875rem;
    }

    dd {
      margin: 0;
      font-size: 1.125rem;
      font-weight: 600;
    }

    .tiles {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
      gap: 1rem;
      margin: 1rem 0 0;
      padding: 0;
      list-style: none;
    }

    .tiles .card {
      display: grid;
      gap: 0.25rem;
      block-size: 100%;
      margin: 0;
      color: var(--text);
      text-decoration: none;
    }

    .tiles .card:hover {
      border-color: var(--accent);
    }

    .tiles strong {
      color: var(--accent);
      font-size: 1.125rem;
    }

    .tiles span {
      color: var(--muted);
    }
  `,
})
export class HomePage {
  readonly state = inject(Session).state;
}
