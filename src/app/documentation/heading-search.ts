import { ChangeDetectionStrategy, Component, computed, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { PageHeadings } from './page-headings';

/** Finds a page or a part of one by its heading. What there is to find is loaded when somebody begins to look. */
@Component({
  selector: 'app-heading-search',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink],
  template: `
    <search>
      <label for="heading-search">Find a heading</label>
      <input
        #box
        id="heading-search"
        type="search"
        autocomplete="off"
        (focus)="load()"
        (input)="wanted.set(box.value)"
      />
      <p class="unseen" role="status">{{ told() }}</p>
      @if (found().length > 0) {
        <ul>
          @for (place of found(); track place.slug + '#' + place.anchor) {
            <li>
              <a
                [routerLink]="'/docs/' + place.slug"
                [fragment]="place.anchor"
                (click)="box.value = ''; wanted.set('')"
              >
                {{ place.text }} <span>{{ place.title }}</span>
              </a>
            </li>
          }
        </ul>
      }
    </search>
  `,
})
export class HeadingSearch {
  readonly #pages = signal<readonly (PageHeadings & { readonly title: string })[]>([]);
  readonly wanted = signal('');

  /** The first dozen of places whose heading has every word that is looked for. */
  readonly found = computed(() => {
    const words = this.wanted().toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];

    return this.#pages()
      .flatMap(({ slug, title, headings }) => headings.map(({ anchor, text }) => ({ slug, title, anchor, text })))
      .filter(({ text, title }) => words.every((word) => `${text} ${title}`.toLowerCase().includes(word)))
      .slice(0, 12);
  });
  readonly told = computed(() => (this.wanted().trim() ? `${this.found().length} headings found.` : ''));

  load(): void {
    void import('./pages/headings').then(({ HEADINGS }) => this.#pages.set(HEADINGS));
  }
}
