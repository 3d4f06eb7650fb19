import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Router } from '@angular/router';
import { AxiosClient, injectReturnUrl, Session, TokenSet } from 'ngx-axios';
import { firstValueFrom } from 'rxjs';

@Component({
  selector: 'app-login-page',
  template: `
    <h1>Login</h1>
    <button (click)="signIn()">Sign in</button>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LoginPage {
  readonly #axios = inject(AxiosClient);
  readonly #session = inject(Session);
  readonly #router = inject(Router);
  readonly #returnUrl = injectReturnUrl();

  async signIn(): Promise<void> {
    const tokens = await firstValueFrom(
      this.#axios.post<TokenSet>('/auth/sign-in', { name: 'ada', password: 'lovelace' }, { session: false }),
    );
    this.#session.start(tokens, { subject: 'ada' });
    await this.#router.navigateByUrl(this.#returnUrl());
  }
}
