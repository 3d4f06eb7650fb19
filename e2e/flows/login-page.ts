import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Router } from '@angular/router';
import { AxiosClient, injectReturnUrl, Session, TokenSet } from 'ngx-axios';
import { firstValueFrom } from 'rxjs';
import { Report } from './report';

@Component({
  selector: 'app-login-page',
  template: `
    <h1>Login</h1>
    <button (click)="signIn(true)">Sign in</button>
    <button (click)="signIn(false)">Sign in without a refresh token</button>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LoginPage {
  readonly #client = inject(AxiosClient);
  readonly #session = inject(Session);
  readonly #router = inject(Router);
  readonly #report = inject(Report);
  readonly #returnUrl = injectReturnUrl();

  async signIn(withRefreshToken: boolean): Promise<void> {
    const { session, ...tokens } = await firstValueFrom(
      this.#client.post<TokenSet & { session: string }>(
        '/auth/sign-in',
        { name: 'ada', password: 'lovelace' },
        { session: false },
      ),
    );
    this.#report.session = session;
    this.#session.start(withRefreshToken ? tokens : { ...tokens, refreshToken: undefined });
    await this.#router.navigateByUrl(this.#returnUrl());
  }
}
