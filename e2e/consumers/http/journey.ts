import { HttpClient, HttpContext } from '@angular/common/http';
import { ApplicationRef, Component, inject, signal } from '@angular/core';
import { SESSION } from 'ngx-axios/http';
import { Session, TokenSet } from 'ngx-axios/session';
import { forkJoin, map } from 'rxjs';

interface SignedIn extends TokenSet {
  session: string;
}

/** Sends through HttpClient alone. */
@Component({
  selector: 'app-journey',
  template: `
    <button type="button" (click)="signIn()">Sign in</button>
    <button type="button" (click)="send()">Send 50 requests</button>
    <code>{{ session() }}</code>
    <output id="outcome">{{ outcome() }}</output>
    <output id="rest">{{ rest() }}</output>
  `,
})
export class Journey {
  readonly #http = inject(HttpClient);
  readonly #session = inject(Session);
  protected readonly session = signal('');
  protected readonly outcome = signal('');
  protected readonly rest = signal('');

  constructor() {
    void inject(ApplicationRef)
      .whenStable()
      .then(() => this.rest.set('at rest'));
  }

  protected signIn(): void {
    const context = new HttpContext().set(SESSION, false);
    this.#http
      .post<SignedIn>('/api/auth/sign-in', { name: 'ada', password: 'lovelace' }, { context })
      .subscribe((tokens) => {
        this.#session.start(tokens, { subject: 'ada' });
        this.session.set(tokens.session);
      });
  }

  protected send(): void {
    forkJoin(Array.from({ length: 50 }, () => this.#http.get<{ name: string }>('/api/me')))
      .pipe(map((answers) => answers.filter(({ name }) => name === 'ada')))
      .subscribe({
        next: ({ length }) => this.outcome.set(`${length} answered`),
        error: (error: unknown) => this.outcome.set(String(error)),
      });
  }
}
