import { HttpClient } from '@angular/common/http';
import { ApplicationRef, ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { AxiosClient } from 'ngx-axios';
import { Session, TokenSet } from 'ngx-axios/session';
import { finalize, forkJoin, map } from 'rxjs';
import { field } from './field';

interface User {
  name: string;
}
interface SignedIn extends TokenSet {
  session: string;
}

/** Sends through both clients, over one session. What comes is bound as it is: nothing here says that there is something to show. */
@Component({
  selector: 'app-journey',
  template: `
    <button type="button" (click)="signIn()">Sign in</button>
    <button type="button" (click)="send()">Send 50 requests</button>
    <button type="button" (click)="ask()">Who am I?</button>
    <code>{{ session() }}</code>
    <output id="outcome">{{ outcome() }}</output>
    <output id="who">{{ who() }}</output>
    <output id="ended">{{ ended() }}</output>
    <output id="rest">{{ rest() }}</output>
  `,
  changeDetection: ChangeDetectionStrategy.Eager,
})
export class Journey {
  readonly #axios = inject(AxiosClient);
  readonly #http = inject(HttpClient);
  readonly #session = inject(Session);
  readonly #application = inject(ApplicationRef);
  protected readonly session = field('');
  protected readonly outcome = field('');
  protected readonly who = field('');
  protected readonly ended = field('');
  protected readonly rest = field('');

  constructor() {
    this.#session.ended$.subscribe(({ reason }) => this.ended.set(reason));
    this.#noteRest();
  }

  protected signIn(): void {
    this.#axios
      .post<SignedIn>('/auth/sign-in', { name: 'ada', password: 'lovelace' }, { session: false })
      .subscribe((tokens) => {
        this.#session.start(tokens, { subject: 'ada' });
        this.session.set(tokens.session);
        this.#noteRest();
      });
  }

  protected send(): void {
    forkJoin([
      ...Array.from({ length: 25 }, () => this.#axios.get<User>('/me')),
      ...Array.from({ length: 25 }, () => this.#http.get<User>('/api/me')),
    ])
      .pipe(map((answers) => answers.filter(({ name }) => name === 'ada')))
      .subscribe({
        next: ({ length }) => this.outcome.set(`${length} answered`),
        error: (error: unknown) => this.outcome.set(String(error)),
      });
  }

  protected ask(): void {
    this.#http
      .get<User>('/api/me')
      .pipe(finalize(() => this.#noteRest()))
      .subscribe({
        next: ({ name }) => this.who.set(name),
        error: (error: unknown) => this.who.set(String(error)),
      });
  }

  #noteRest(): void {
    this.rest.set('');
    void this.#application.whenStable().then(() => this.rest.set('at rest'));
  }
}
