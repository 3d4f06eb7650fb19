import { NgTemplateOutlet } from '@angular/common';
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  signal,
  ViewEncapsulation,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { RouterLink, RouterOutlet } from '@angular/router';
import { fromEvent, map } from 'rxjs';
import { HeadingSearch } from './heading-search';
import { PageHeadings } from './page-headings';
import { PAGES } from './pages/pages';

/** From this width on there is room for all pages and the page's contents beside it. */
const ROOM = matchMedia('(min-width: 72rem)');

/** What is around every page of the documentation: the way to the others, and what the page itself has. */
@Component({
  selector: 'app-documentation',
  changeDetection: ChangeDetectionStrategy.OnPush,
  encapsulation: ViewEncapsulation.None, // it dresses the pages, which are components of their own
  imports: [HeadingSearch, NgTemplateOutlet, RouterLink, RouterOutlet],
  templateUrl: './documentation.html',
  styleUrls: ['./documentation.css', './prose.css'],
})
export class Documentation {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #injector = inject(Injector);

  readonly sections = [...Map.groupBy(PAGES, ({ section }) => section)].map(([name, pages]) => ({ name, pages }));
  readonly hasRoom = toSignal(fromEvent(ROOM, 'change').pipe(map(() => ROOM.matches)), { initialValue: ROOM.matches });
  readonly page = signal<PageHeadings | null>(null);
  readonly previous = computed(() => this.#beside(-1));
  readonly next = computed(() => this.#beside(1));

  /** Whoever uses a keyboard or a screen reader goes on where the new page begins. */
  show(page: PageHeadings): void {
    const comesFromAnother = this.page() !== null;
    this.page.set(page);
    if (comesFromAnother) afterNextRender(() => this.#heading()?.focus(), { injector: this.#injector });
  }

  /** A list that had to be opened has done its work when a link of it is followed. */
  close({ target }: Event): void {
    (target as Element).closest('details')?.removeAttribute('open');
  }

  #heading(): HTMLElement | null {
    return this.#host.querySelector('article h1');
  }

  #beside(step: number) {
    const index = PAGES.findIndex(({ slug }) => slug === this.page()?.slug);

    return index < 0 ? undefined : PAGES[index + step];
  }
}
