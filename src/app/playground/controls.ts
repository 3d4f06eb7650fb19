import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  viewChild,
} from '@angular/core';
import { Choice, MOST_REQUESTS, urlOf, validCount } from './choice';
import { CLIENTS, ClientName } from './client-name';
import { FaultName, FAULTS } from './faults';
import { Kind, KINDS, rememberKind } from './kind';
import { OtherTabs } from './other-tabs';
import { Playground } from './playground';

/** In the storage of the tab: the page was loaded anew by this control, which had the focus. */
const CAME_FROM_KIND = 'playground.came-from-kind';

/** What a visitor may choose. */
@Component({
  selector: 'app-controls',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './controls.html',
  styleUrl: './controls.css',
})
export class Controls {
  readonly #playground = inject(Playground);
  private readonly kindField = viewChild.required<ElementRef<HTMLElement>>('kind');

  readonly kinds = entriesOf(KINDS);
  readonly clients = entriesOf(CLIENTS);
  readonly faults = entriesOf(FAULTS);
  readonly most = MOST_REQUESTS;
  readonly choice = this.#playground.choice.asReadonly();
  readonly fault = computed(() => FAULTS[this.choice().fault]);
  readonly otherTabs = inject(OtherTabs).open;

  constructor() {
    afterNextRender(() => {
      if (sessionStorage.getItem(CAME_FROM_KIND)) this.kindField().nativeElement.focus();
      sessionStorage.removeItem(CAME_FROM_KIND);
    });
  }

  chooseKind(kind: string): void {
    rememberKind(kind as Kind);
    sessionStorage.setItem(CAME_FROM_KIND, 'yes');
    location.assign(urlOf({ ...this.choice(), kind: kind as Kind }));
  }

  chooseClient(client: string): void {
    this.#choose({ client: client as ClientName });
  }

  chooseFault(fault: string): void {
    this.#choose({ fault: fault as FaultName });
  }

  chooseCount(count: number): void {
    if (validCount(count) !== undefined) this.#choose({ count });
  }

  chooseTogether(together: boolean): void {
    this.#choose({ together });
  }

  openTab(): void {
    open(urlOf(this.choice()));
  }

  #choose(change: Partial<Choice>): void {
    this.#playground.choice.update((choice) => ({ ...choice, ...change }));
  }
}

function entriesOf<Name extends string, Entry>(entries: Readonly<Record<Name, Entry>>) {
  return Object.entries(entries) as [Name, Entry][];
}
