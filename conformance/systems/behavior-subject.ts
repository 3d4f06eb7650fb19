import {
  HttpClient,
  type HttpErrorResponse,
  type HttpInterceptorFn,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { inject } from '@angular/core';
import { BehaviorSubject, catchError, filter, switchMap, take, tap, throwError } from 'rxjs';
import { angularApplication } from './angular-application.ts';
import { applicationHttpInterceptors } from './application-http-interceptors.ts';
import { httpClientCalls } from './http-client-calls.ts';
import { StoredTokens } from './stored-tokens.ts';
import type { Surroundings, System, TokenSet } from './system.ts';

/** The interceptor of countless tutorials: a flag, and a subject with the next token for those who come later. */
function refreshing({ api, timeout, refresh$, signInAgain }: Surroundings, tokens: StoredTokens): HttpInterceptorFn {
  let isRefreshing = false;
  const refreshTokenSubject = new BehaviorSubject<string | null>(null);

  return (request, next) => {
    if (request.url.includes('/auth/')) return next(request); // sign-in and refresh
    const http = inject(HttpClient);
    const send = (token: string | null) =>
      next(token ? request.clone({ setHeaders: { Authorization: `Bearer ${token}` } }) : request);

    const handle401 = () => {
      if (isRefreshing) {
        return refreshTokenSubject.pipe(
          filter((token) => token !== null),
          take(1),
          switchMap((token) => send(token)),
        );
      }
      isRefreshing = true;
      refreshTokenSubject.next(null);
      const { refreshToken } = tokens;

      return refresh$(() => http.post<TokenSet>(api.prefix + api.refresh, { refreshToken }, { timeout })).pipe(
        tap((fresh) => tokens.keep(fresh)),
        switchMap(({ accessToken = '' }) => {
          isRefreshing = false;
          refreshTokenSubject.next(accessToken);

          return send(accessToken);
        }),
        catchError((error: unknown) => {
          isRefreshing = false;
          tokens.clear();
          signInAgain();

          return throwError(() => error);
        }),
      );
    };

    return send(tokens.accessToken).pipe(
      catchError((error: HttpErrorResponse) => (error.status === 401 ? handle401() : throwError(() => error))),
    );
  };
}

export const system: System = {
  name: 'HttpClient, BehaviorSubject interceptor',
  about: 'the interceptor that most tutorials have, with the tokens in `localStorage`',
  packages: ['@angular/common'],
  speaks: ['body'], // those who wait are woken by a token
  without: {
    lifetime: 'it waits for the 401',
    'two-clients': 'it is about HttpClient, of which there is one',
    transform: 'HttpClient has no `transformRequest`',
    guard: 'it has none',
    early: 'it waits for the 401',
  },
  async open(surroundings) {
    const tokens = new StoredTokens();
    const interceptors = [...applicationHttpInterceptors(surroundings), refreshing(surroundings, tokens)];
    const application = await angularApplication([], [provideHttpClient(withInterceptors(interceptors))]);

    return {
      ...httpClientCalls(application.injector.get(HttpClient), surroundings.api.prefix),
      ...application,
      signIn: (fresh) => tokens.keep(fresh),
      signOut: () => tokens.clear(),
    };
  },
};
