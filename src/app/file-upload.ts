import { ChangeDetectionStrategy, Component, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { finalize } from 'rxjs';
import { explain } from './explain';
import { Notes, Receipt } from './notes';

@Component({
  selector: 'app-file-upload',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card" aria-labelledby="upload-heading">
      <h2 id="upload-heading">Upload a file</h2>
      <label for="file">File, at most 64 MB</label>
      <input #file id="file" type="file" [disabled]="busy()" (change)="upload(file)" />
      <div class="row">
        <progress aria-label="Upload progress" max="100" [value]="percent()"></progress>
        <span class="percent">{{ percent() }} %</span>
      </div>
      <div class="message" role="status">
        @if (receipt(); as receipt) {
          The server has read {{ receipt.size }} bytes of {{ receipt.name }}. Their SHA-256:
          <code class="hash">{{ receipt.sha256 }}</code>
        } @else if (problem()) {
          <span class="bad">{{ problem() }}</span>
        }
      </div>
    </section>
  `,
  styles: `
    label {
      display: block;
      margin-block-end: 0.25rem;
    }

    .row {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      margin-block-start: 1rem;
    }

    progress {
      flex: 1;
      min-inline-size: 0;
    }

    .percent {
      inline-size: 6ch;
      color: var(--muted);
      font-variant-numeric: tabular-nums;
      text-align: end;
      white-space: nowrap;
    }

    .message {
      min-block-size: 3.25rem;
      overflow-wrap: anywhere;
    }

    .hash {
      display: block;
    }

    @media (max-width: 48rem) {
      .message {
        min-block-size: 6.25rem;
      }
    }
  `,
})
export class FileUpload {
  readonly #notes = inject(Notes);
  readonly #destroyRef = inject(DestroyRef);

  readonly busy = signal(false);
  readonly percent = signal(0);
  readonly receipt = signal<Receipt | null>(null);
  readonly problem = signal('');

  upload(input: HTMLInputElement): void {
    const file = input.files?.[0];
    if (!file) return;

    this.busy.set(true);
    this.percent.set(0);
    this.receipt.set(null);
    this.problem.set('');
    this.#notes
      .upload(file)
      .pipe(
        finalize(() => {
          this.busy.set(false);
          input.value = ''; // so that the same file can be chosen again
        }),
        takeUntilDestroyed(this.#destroyRef),
      )
      .subscribe({
        next: (event) => {
          if (event.type === 'upload') this.percent.set(Math.floor((event.loaded / (event.total ?? file.size)) * 100));
          if (event.type === 'response') this.receipt.set(event.response.data);
        },
        error: (error: unknown) => this.problem.set(explain(error)),
      });
  }
}
