import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Playground } from './playground';

/** What the server saw, in order: equal neighbours are one line. */
@Component({
  selector: 'app-server-log',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2 id="log-heading">The server's log</h2>
    <div class="scroll" role="region" aria-labelledby="log-heading" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">Request</th>
            <th scope="col">Token</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          @for (line of log(); track line.from) {
            <tr>
              <td>{{ line.from }}{{ line.to > line.from ? '–' + line.to : '' }}</td>
              <td>{{ line.request }}</td>
              <td>{{ line.token }}</td>
              <td>{{ line.answer }}</td>
            </tr>
          } @empty {
            <tr>
              <td colspan="4">Nothing yet.</td>
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
  styles: `
    :is(th, td) {
      padding-inline-end: 0.5rem;
      font-size: 0.8125rem;
    }
  `,
})
export class ServerLog {
  readonly log = inject(Playground).log;
}
