import { inject, Injectable } from '@angular/core';
import { AxiosClient, Session, TokenSet } from 'ngx-axios';
import { Observable, tap } from 'rxjs';
import { Lab } from './lab';

/** Signs somebody in, and keeps the server's name for that. */
@Injectable({ providedIn: 'root' })
export class SignIn {
  readonly #axios = inject(AxiosClient);
  readonly #session = inject(Session);
  readonly #lab = inject(Lab);

  as(name: string, password: string): Observable<unknown> {
    return this.#axios
      .post<TokenSet & { session: string }>('/auth/sign-in', { name, password }, { session: false })
      .pipe(
        tap(({ session, ...tokens }) => {
          this.#lab.remember(session);
          this.#session.start(tokens, { subject: name });
        }),
      );
  }
}
