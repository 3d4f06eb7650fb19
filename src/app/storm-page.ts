import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { finalize } from 'rxjs';
import { explain } from './explain';
import { Lab } from './lab';
import { CALM, RequestStage, Storm, STORM_SIZE } from './storm';

@Component({
  selector: 'app-storm-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './storm-page.html',
  styleUrl: './storm-page.css',
})
export class StormPage {
  readonly #storm = inject(Storm);
  readonly #lab = inject(Lab);
  readonly #destroyRef = inject(DestroyRef);

  readonly size = STORM_SIZE;
  readonly legend: readonly RequestStage[] = ['sent', 'refused', 'answered', 'failed'];
  readonly running = signal(false);
  readonly problem = signal('');
  readonly report = signal(CALM);
  readonly canFire = computed(() => this.#lab.session() !== null);

  /** What this page saw beside what the server saw; a dash where only one of them can know. */
  readonly rows = computed(() => {
    const { sends, refused, refreshes, stages, server } = this.report();
    const sent = stages.filter((stage) => stage !== 'idle').length;

    return [
      { what: 'Sent', here: sent, there: '–' },
      { what: 'Refused (401)', here: refused, there: server?.expired },
      { what: 'Refreshes', here: refreshes, there: server?.refreshes },
      { what: 'Sent again', here: sends - sent, there: '–' },
      { what: 'On the wire', here: sends, there: server?.requests },
      { what: 'Answered', here: this.#count('answered'), there: '–' },
      { what: 'Failed', here: this.#count('failed'), there: '–' },
      { what: 'Tokens reused', here: '–', there: server?.reuse },
    ];
  });

  readonly verdict = computed(() => {
    const { refreshes, server } = this.report();
    if (this.problem()) return this.problem();
    if (this.running()) return 'Under way …';
    if (!server) return '';

    return `${this.#count('answered')} of ${STORM_SIZE} answered, with ${refreshes} refresh${refreshes === 1 ? '' : 'es'}.`;
  });

  fire(): void {
    this.running.set(true);
    this.problem.set('');
    this.report.set(CALM);
    this.#storm
      .fire()
      .pipe(
        finalize(() => this.running.set(false)),
        takeUntilDestroyed(this.#destroyRef),
      )
      .subscribe({
        next: (report) => this.report.set(report),
        error: (error: unknown) => this.problem.set(explain(error)),
      });
  }

  #count(wanted: RequestStage): number {
    return this.report().stages.filter((stage) => stage === wanted).length;
  }
}
