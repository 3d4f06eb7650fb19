import { ChangeDetectionStrategy, Component, inject, makeStateKey, signal, TransferState } from '@angular/core';
import { ActivatedRoute } from '@angular/router';
import { AxiosClient, Session } from 'ngx-axios';
import { concatMap, map, Observable } from 'rxjs';

interface Note {
  readonly text: string;
}

const WHO = makeStateKey<string>('who');

/** A guarded page. What it shows depends on who asks; `?delay=` makes the API slow. */
@Component({
  selector: 'app-work-page',
  template: `
    <h1>Work</h1>
    <p id="phase">{{ session.state().phase }}</p>
    <p id="who">{{ who() || 'nobody yet' }}</p>
    <button (click)="ask()">Ask again</button>
    <output id="asked">{{ asked() }}</output>
    @if (failure()) {
      <p id="failure">{{ failure() }}</p>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WorkPage {
  readonly session = inject(Session);
  readonly #axios = inject(AxiosClient);
  readonly #state = inject(TransferState);
  readonly #delay = inject(ActivatedRoute).snapshot.queryParamMap.get('delay') ?? '0';

  /** What the server has found out is on the page already. */
  readonly who = signal(this.#state.get(WHO, ''));
  readonly asked = signal(0);
  readonly failure = signal('');

  constructor() {
    this.#find().subscribe({
      next: (who) => {
        this.#state.set(WHO, who);
        this.who.set(who);
      },
      error: (error: unknown) => {
        console.error(error);
        this.failure.set(String(error));
      },
    });
  }

  ask(): void {
    this.#find().subscribe({
      next: () => this.asked.update((asked) => asked + 1),
      error: (error: unknown) => this.failure.set(String(error)),
    });
  }

  /** Two requests, one after the other, so that renders have time to get mixed up. */
  #find(): Observable<string> {
    const n = Math.random();

    return this.#axios
      .get<Note[]>(`/notes?delay=${this.#delay}&n=${n}`)
      .pipe(
        concatMap((notes) =>
          this.#axios
            .get<{ name: string }>(`/me?n=${n}`)
            .pipe(map(({ name }) => [name, ...notes.map(textOf)].join(': '))),
        ),
      );
  }
}

function textOf({ text }: Note): string {
  return text;
}
