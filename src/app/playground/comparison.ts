import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Playground } from './playground';
import { Tally } from './tally';
import { nameOf } from './timeline-picture';

const NOTHING_YET = '–';

/** What the pages saw beside what the server counted: the timeline in numbers. */
@Component({
  selector: 'app-comparison',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2 id="comparison-heading">What was seen</h2>
    <div class="scroll" role="region" aria-labelledby="comparison-heading" tabindex="0">
      <table>
        <thead>
          <tr>
            <td></td>
            @for (tab of tabs(); track $index) {
              <th scope="col">{{ tab.name }}</th>
            }
            <th scope="col">Server</th>
          </tr>
        </thead>
        <tbody>
          @for (row of rows(); track row.what) {
            <tr>
              <th scope="row">{{ row.what }}</th>
              @for (cell of row.here; track $index) {
                <td>{{ cell }}</td>
              }
              <td>{{ row.there }}</td>
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
  styles: `
    /* In sight, however many tabs there are. */
    :is(th, td):last-child {
      position: sticky;
      inset-inline-end: 0;
      padding-inline: 0.5rem 0;
      background: var(--surface);
    }
  `,
})
export class Comparison {
  readonly #playground = inject(Playground);

  readonly tabs = computed(() => {
    this.#playground.pulse();
    const recordings = [...(this.#playground.recording()?.tabs.values() ?? [undefined])];

    return recordings.map((recording, index) => ({
      name: recordings.length > 1 ? nameOf(index) : 'Page',
      tally: recording?.tally,
    }));
  });

  /** A dash where only one of them can know. */
  readonly rows = computed(() => {
    const server = this.#playground.outcome()?.server;
    const row = (what: string, of: keyof Tally | null, there?: number | typeof NOTHING_YET) => ({
      what,
      here: this.tabs().map(({ tally }) => (of && tally ? tally[of] : NOTHING_YET)),
      there: there ?? NOTHING_YET,
    });

    return [
      row('Requests', 'asked'),
      row('Refused with 401', 'refused', server?.expired),
      row('Calls of the refresh', 'refreshes', server?.refreshCalls),
      row('Refreshes granted', null, server?.refreshes),
      row('Sent again', 'sentAgain'),
      row('On the wire', 'sends', server?.requests),
      row('Answered', 'answered'),
      row('Failed', 'failed'),
      row('Refresh tokens used twice', null, server?.reuse),
    ];
  });
}
