import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import { Playground } from './playground';
import { AXIS, BAND, LABEL, pictureOf, Size } from './timeline-picture';

/** One lane for each request, and the refresh that all of them join. */
@Component({
  selector: 'app-timeline',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './timeline.html',
  styleUrl: './timeline.css',
})
export class Timeline {
  readonly #playground = inject(Playground);
  readonly #size = signal<Size>({ width: 0, height: 0 });

  private readonly drawing = viewChild.required<ElementRef<HTMLElement>>('drawing');

  readonly legend = LEGEND;
  readonly axis = AXIS;
  readonly label = LABEL;
  readonly band = BAND;
  readonly size = this.#size.asReadonly();
  readonly picture = computed(() => {
    this.#playground.pulse();
    const recording = this.#playground.recording();

    return recording && this.#size().width > 0 ? pictureOf(recording, this.#size()) : null;
  });

  constructor() {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      this.#size.set({ width, height });
    });
    afterNextRender(() => observer.observe(this.drawing().nativeElement));
    inject(DestroyRef).onDestroy(() => observer.disconnect());
  }
}

const LEGEND = [
  { is: 'sent', text: 'sent', path: 'M0 5h20' },
  { is: 'refused', text: '401', path: 'M10 1v8' },
  { is: 'waiting', text: 'waiting', path: 'M0 5h20' },
  { is: 'again', text: 'sent again', path: 'M0 5h20' },
  { is: 'answered', text: 'answered', path: 'M10 5h0.01' },
  { is: 'failed', text: 'failed', path: 'M6 1l8 8m0 -8l-8 8' },
  { is: 'broken', text: 'failed for now', path: 'M6 9l8 -8' },
] as const;
