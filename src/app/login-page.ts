import { ChangeDetectionStrategy, Component, DestroyRef, effect, inject, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Router } from '@angular/router';
import { injectReturnUrl, Session } from 'ngx-axios';
import { finalize } from 'rxjs';
import { explain } from './explain';
import { SignIn } from './playground/sign-in';

@Component({
  selector: 'app-login-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form class="card" (submit)="signIn($event)">
      <h1>Sign in</h1>
      <p id="hint" class="hint">Try <code>ada</code> with the password <code>lovelace</code>.</p>
      <label for="name">Name</label>
      <input
        id="name"
        name="name"
        value="ada"
        required
        maxlength="100"
        autocomplete="username"
        autocapitalize="none"
        spellcheck="false"
        aria-describedby="hint"
      />
      <label for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        value="lovelace"
        required
        maxlength="100"
        autocomplete="current-password"
        aria-describedby="hint"
      />
      <button type="submit" [disabled]="busy()">Sign in</button>
      <p class="message bad" role="alert">{{ problem() }}</p>
    </form>
  `,
  styles: `
    form {
      display: grid;
      max-inline-size: 24rem;
      margin: clamp(0rem, 6vw, 3rem) auto 0;
    }

    h1,
    .hint {
      margin: 0 0 0.5rem;
    }

    .hint {
      color: var(--muted);
    }

    label {
      margin-block: 0.75rem 0.25rem;
    }

    button {
      margin-block-start: 1.25rem;
    }
  `,
})
export class LoginPage {
  readonly #session = inject(Session);
  readonly #signIn = inject(SignIn);
  readonly #destroyRef = inject(DestroyRef);
  readonly #router = inject(Router);
  readonly #returnUrl = injectReturnUrl();

  readonly busy = signal(false);
  readonly problem = signal('');

  constructor() {
    // Not only after signing in here: a reload of this page may restore the session.
    effect(() => {
      if (this.#session.signedIn()) void untracked(() => this.#router.navigateByUrl(this.#returnUrl()));
    });
  }

  signIn(event: SubmitEvent): void {
    event.preventDefault();
    const { name, password } = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<
      'name' | 'password',
      string
    >;
    this.busy.set(true);
    this.problem.set('');
    this.#signIn
      .as(name, password)
      .pipe(
        finalize(() => this.busy.set(false)),
        takeUntilDestroyed(this.#destroyRef),
      )
      .subscribe({
        error: (error: unknown) => this.problem.set(explain(error)),
      });
  }
}
