import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Playground } from './playground';

/** What is documented beside what came of it. */
@Component({
  selector: 'app-promise-kept',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2>As documented?</h2>
    <ul>
      @for (check of checks(); track check.what) {
        <li [attr.data-holds]="check.holds">
          <span class="what">{{ check.what }}</span>
          <span class="wanted">{{ check.wanted }}</span>
          <span class="seen">{{ check.holds ? 'yes' : 'no: ' + check.seen }}</span>
        </li>
      } @empty {
        <li><span class="what">What is promised is compared here with what was seen.</span></li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
      min-block-size: 13.5rem;
    }

    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }

    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto 4.5rem;
      gap: 0.75rem;
      padding-block: 0.4rem;
      border-block-start: 1px solid var(--line);
      font-size: 0.9375rem;
      font-variant-numeric: tabular-nums;
    }

    .what:only-child {
      grid-column: 1 / -1;
      color: var(--muted);
    }

    .wanted {
      text-align: end;
    }

    .seen {
      color: var(--good);
      font-weight: 600;
      text-align: end;
    }

    [data-holds='false'] .seen {
      color: var(--bad);
    }
  `,
})
export class PromiseKept {
  readonly #outcome = inject(Playground).outcome;
  readonly checks = computed(() => this.#outcome()?.checks ?? []);
}
