import {
  HttpClient,
  type HttpErrorResponse,
  type HttpRequest,
  provideHttpClient,
  withInterceptors,
  withInterceptorsFromDi,
} from '@angular/common/http';
import { importProvidersFrom, inject } from '@angular/core';
import {
  AUTH_SERVICE,
  AuthModule,
  type AuthService,
  PROTECTED_FALLBACK_PAGE_URI,
  protectedGuard,
  PUBLIC_FALLBACK_PAGE_URI,
} from 'ngx-auth';
import { catchError, type Observable, of, tap, throwError } from 'rxjs';
import { angularApplication } from './angular-application.ts';
import { applicationHttpInterceptors } from './application-http-interceptors.ts';
import { httpClientCalls } from './http-client-calls.ts';
import { StoredTokens } from './stored-tokens.ts';
import type { Surroundings, System, TokenSet } from './system.ts';

/** README, "Usage", with what the example of its repository does where a refresh fails: clear, and begin anew. */
class AuthenticationService implements AuthService {
  readonly #http = inject(HttpClient);
  readonly #surroundings: Surroundings;
  readonly tokens = new StoredTokens(sessionStorage);

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  isAuthorized(): Observable<boolean> {
    return of(!!this.tokens.accessToken);
  }

  getAccessToken(): Observable<string> {
    return of(this.tokens.accessToken ?? '');
  }

  refreshToken(): Observable<TokenSet> {
    const { api, timeout, refresh$, signInAgain } = this.#surroundings;
    const { refreshToken } = this.tokens;

    return refresh$(() => this.#http.post<TokenSet>(api.prefix + api.refresh, { refreshToken }, { timeout })).pipe(
      tap((fresh) => this.tokens.keep(fresh)),
      catchError((error: unknown) => {
        this.tokens.clear();
        signInAgain();

        return throwError(() => error);
      }),
    );
  }

  refreshShouldHappen({ status }: HttpErrorResponse): boolean {
    return status === 401;
  }

  verifyRefreshToken({ url }: HttpRequest<unknown>): boolean {
    return url.endsWith(this.#surroundings.api.refresh);
  }
}

export const system: System = {
  name: 'ngx-auth',
  about: '`AuthModule` with an `AuthService` as its README writes one, over HttpClient',
  packages: ['ngx-auth', '@angular/common'],
  speaks: ['body'], // README, "Usage": both tokens in `sessionStorage`; nothing of cookies
  without: {
    // offered: `guard` (`protectedGuard`), `ended` (`logout` when the refresh fails), `same-client` (`verifyRefreshToken`)
    lifetime: 'it waits for the 401',
    'two-clients': 'it is about HttpClient, of which there is one',
    shared: 'its README keeps the tokens in `sessionStorage`',
    transform: 'HttpClient has no `transformRequest`',
    leaves: 'its guard decides when it is asked; what follows a failed refresh is up to the application',
    early: 'it waits for the 401',
  },
  async open(surroundings) {
    const { api } = surroundings;
    const application = await angularApplication(
      [{ path: 'guarded', canActivate: [protectedGuard], children: [] }],
      [
        provideHttpClient(withInterceptors(applicationHttpInterceptors(surroundings)), withInterceptorsFromDi()),
        importProvidersFrom(AuthModule),
        { provide: PROTECTED_FALLBACK_PAGE_URI, useValue: '/' },
        { provide: PUBLIC_FALLBACK_PAGE_URI, useValue: '/login' },
        { provide: AUTH_SERVICE, useFactory: () => new AuthenticationService(surroundings) },
      ],
    );
    const { injector } = application;
    const { tokens } = injector.get(AUTH_SERVICE) as AuthenticationService;

    return {
      ...httpClientCalls(injector.get(HttpClient), api.prefix),
      ...application,
      signIn: (fresh) => tokens.keep(fresh),
      signOut: () => tokens.clear(),
    };
  },
};
