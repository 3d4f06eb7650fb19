import { Component, inject, signal } from '@angular/core';
import { AxiosClient } from 'ngx-axios';
import { Session, TokenSet } from 'ngx-axios/session';
import { forkJoin, map, Observable, switchMap, tap } from 'rxjs';

interface SignedIn extends TokenSet {
  session: string;
}

/** Signs in, has the server expire the access token, sends 50 requests, and shows how many were answered. */
@Component({
  selector: 'app-fifty-requests',
  template: `
    <button type="button" (click)="run()">Send 50 requests</button>
    <code>{{ session() }}</code>
    @if (outcome(); as outcome) {
      <output>{{ outcome }}</output>
    }
  `,
})
export class FiftyRequests {
  readonly #axios = inject(AxiosClient);
  readonly #session = inject(Session);
  protected readonly session = signal('');
  protected readonly outcome = signal('');

  protected run(): void {
    this.#signIn()
      .pipe(
        switchMap(({ session }) =>
          this.#axios.post(`/lab/${session}/expire`, undefined, { baseURL: '', session: false }),
        ),
        switchMap(() => forkJoin(Array.from({ length: 50 }, () => this.#axios.get<{ name: string }>('/me')))),
        map((answers) => answers.filter(({ name }) => name === 'ada')),
      )
      .subscribe({
        next: ({ length }) => this.outcome.set(`${length} answered`),
        error: (error: unknown) => this.outcome.set(String(error)),
      });
  }

  #signIn(): Observable<SignedIn> {
    return this.#axios.post<SignedIn>('/auth/sign-in', { name: 'ada', password: 'lovelace' }, { session: false }).pipe(
      tap((tokens) => this.#session.start(tokens, { subject: 'ada' })),
      tap(({ session }) => this.session.set(session)),
    );
  }
}
