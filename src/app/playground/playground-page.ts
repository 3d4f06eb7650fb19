import { Location } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, effect, inject } from '@angular/core';
import { urlOf } from './choice';
import { Comparison } from './comparison';
import { Controls } from './controls';
import { Playground } from './playground';
import { PromiseKept } from './promise-kept';
import { ServerLog } from './server-log';
import { Timeline } from './timeline';

@Component({
  selector: 'app-playground-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Comparison, Controls, PromiseKept, ServerLog, Timeline],
  templateUrl: './playground-page.html',
  styleUrl: './playground-page.css',
})
export class PlaygroundPage {
  readonly #playground = inject(Playground);

  readonly isUnderWay = this.#playground.isUnderWay;
  readonly problem = this.#playground.problem;
  readonly count = computed(() => this.#playground.choice().count);

  readonly verdict = computed(() => {
    if (this.isUnderWay()) return 'Under way …';

    return this.problem() || (this.#playground.outcome()?.verdict ?? '');
  });
  readonly isBad = computed(() => {
    const outcome = this.#playground.outcome();

    return this.problem() !== '' || outcome?.isAsPromised === false;
  });

  constructor() {
    const location = inject(Location);
    effect(() => location.replaceState(urlOf(this.#playground.choice()))); // so that it can be shared
  }

  run(event: SubmitEvent): void {
    event.preventDefault();
    void this.#playground.run(this.#playground.choice());
  }
}
