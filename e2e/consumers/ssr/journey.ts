import { afterNextRender, ApplicationRef, Component, inject, makeStateKey, signal, TransferState } from '@angular/core';
import { AxiosClient, Session } from 'ngx-axios';
import { forkJoin, map } from 'rxjs';

interface User {
  name: string;
}

const WHO = makeStateKey<string>('who');

/** What the server has found out is on the page; the browser signs in, and goes on from there. */
@Component({
  selector: 'app-journey',
  template: `
    <button type="button" (click)="signIn()">Sign in</button>
    <button type="button" (click)="send()">Send 50 requests</button>
    <code>{{ session() }}</code>
    <output id="outcome">{{ outcome() }}</output>
    <output id="rest">{{ rest() }}</output>
    <output id="who">{{ who() }}</output>
  `,
})
export class Journey {
  readonly #axios = inject(AxiosClient);
  readonly #session = inject(Session);
  readonly #state = inject(TransferState);
  protected readonly session = signal('');
  protected readonly outcome = signal('');
  protected readonly rest = signal('');
  protected readonly who = signal(this.#state.get(WHO, ''));

  constructor() {
    const application = inject(ApplicationRef);
    afterNextRender(async () => {
      await application.whenStable();
      this.rest.set('at rest');
    });
    if (this.who()) return;
    this.#axios.get<User>('/me').subscribe({
      next: ({ name }) => {
        this.#state.set(WHO, name);
        this.who.set(name);
      },
      error: () => this.#state.set(WHO, 'nobody'),
    });
  }

  protected signIn(): void {
    this.#axios
      .post<{ session: string }>('/auth/sign-in', { name: 'ada', password: 'lovelace' }, { session: false })
      .subscribe(({ session }) => {
        this.#session.start({}, { subject: 'ada' });
        this.session.set(session);
      });
  }

  protected send(): void {
    forkJoin(Array.from({ length: 50 }, () => this.#axios.get<User>('/me')))
      .pipe(map((answers) => answers.filter(({ name }) => name === 'ada')))
      .subscribe({
        next: ({ length }) => this.outcome.set(`${length} answered`),
        error: (error: unknown) => this.outcome.set(String(error)),
      });
  }
}
