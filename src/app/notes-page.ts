import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { rxResource, takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { finalize, Observable } from 'rxjs';
import { explain } from './explain';
import { FileUpload } from './file-upload';
import { Note, Notes } from './notes';

@Component({
  selector: 'app-notes-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FileUpload],
  template: `
    <h1 #heading tabindex="-1">Notes</h1>
    <form class="card" (submit)="add($event, text)">
      <label for="text">New note</label>
      <div class="row">
        <input #text id="text" name="text" required maxlength="1000" autocomplete="off" />
        <button type="submit" [disabled]="busy()">Add</button>
      </div>
      <p class="message" role="status" [class.bad]="problem()">{{ problem() || done() }}</p>
    </form>

    <section class="card notes" aria-label="Your notes" [attr.aria-busy]="list.isLoading()">
      @if (list.hasValue()) {
        <ul>
          @for (note of list.value(); track note.id) {
            <li>
              <span>{{ note.text }}</span>
              <button
                type="button"
                class="quiet"
                [attr.aria-label]="'Remove ' + note.text"
                (click)="remove(note, heading)"
              >
                Remove
              </button>
            </li>
          } @empty {
            <li class="nothing">No notes yet.</li>
          }
        </ul>
      } @else if (list.error()) {
        <p class="nothing">
          The notes could not be loaded.
          <button type="button" class="quiet" (click)="list.reload()">Try again</button>
        </p>
      } @else {
        <p class="nothing">Loading …</p>
      }
    </section>

    <app-file-upload />
  `,
  styles: `
    :host {
      display: block;
      max-inline-size: 60rem;
    }

    h1:focus {
      outline: none;
    }

    label {
      display: block;
      margin-block-end: 0.25rem;
    }

    .row {
      display: flex;
      gap: 0.75rem;
    }

    .row input {
      flex: 1;
      min-inline-size: 0;
    }

    .notes {
      min-block-size: 9rem;
      padding-block: 0.5rem;
    }

    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }

    li {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 1rem;
      padding-block: 0.5rem;
      border-block-start: 1px solid var(--line);
    }

    li:first-child {
      border-block-start: 0;
    }

    li span {
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }

    .nothing {
      display: flex;
      align-items: center;
      gap: 1rem;
      min-block-size: 3.25rem;
      margin: 0;
      color: var(--muted);
    }
  `,
})
export class NotesPage {
  readonly #notes = inject(Notes);
  readonly #destroyRef = inject(DestroyRef);
  readonly #failure = signal<unknown>(undefined);

  readonly list = rxResource({ stream: () => this.#notes.list() });
  readonly busy = signal(false);
  readonly done = signal('');
  readonly problem = computed(() => {
    const error = this.#failure() ?? this.list.error()?.cause ?? this.list.error();

    return error === undefined ? '' : explain(error);
  });

  add(event: SubmitEvent, input: HTMLInputElement): void {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;

    this.#run(this.#notes.add(text), 'Added.', (note) => {
      this.list.update((notes = []) => [...notes, note]);
      input.value = '';
    });
  }

  remove(note: Note, heading: HTMLElement): void {
    this.#run(this.#notes.remove(note), 'Removed.', () => {
      this.list.update((notes = []) => notes.filter(({ id }) => id !== note.id));
      heading.focus(); // the focused button is gone
    });
  }

  #run<T>(work$: Observable<T>, done: string, next: (value: T) => void): void {
    this.busy.set(true);
    this.#failure.set(undefined);
    this.done.set('');
    work$
      .pipe(
        finalize(() => this.busy.set(false)),
        takeUntilDestroyed(this.#destroyRef),
      )
      .subscribe({
        next: (value) => {
          next(value);
          this.done.set(done);
        },
        error: (error: unknown) => this.#failure.set(error),
      });
  }
}
