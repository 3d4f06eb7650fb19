import {
  HTTP_INTERCEPTORS,
  HttpClient,
  type HttpErrorResponse,
  type HttpEvent,
  type HttpHandler,
  type HttpInterceptor,
  HttpBackend,
  type HttpRequest,
  provideHttpClient,
  withInterceptorsFromDi,
} from '@angular/common/http';
import { BehaviorSubject, catchError, filter, type Observable, switchMap, take, throwError } from 'rxjs';
import { application, observing } from './application.ts';
import type { Open, Tokens } from './contender.ts';

/** HttpClient and nothing else: it carries no token. */
export const plainHttpClient: Open = async (network) => {
  const injector = await application(network, [provideHttpClient()]);
  const http = injector.get(HttpClient);

  return observing((url) => http.get(network.baseURL + url));
};

/** The interceptor with a flag and a BehaviorSubject, as tutorials teach it. */
class RefreshingInterceptor implements HttpInterceptor {
  #isRefreshing = false;
  readonly #token = new BehaviorSubject<string | null>(null);

  constructor(
    private readonly baseURL: string,
    private held: Tokens,
    private readonly http: () => HttpClient,
  ) {}

  intercept(request: HttpRequest<unknown>, next: HttpHandler): Observable<HttpEvent<unknown>> {
    return next.handle(withToken(request, this.held.accessToken)).pipe(
      catchError((failure: HttpErrorResponse) => {
        if (failure.status !== 401 || request.url.includes('/auth/')) return throwError(() => failure);

        return this.#refreshed().pipe(switchMap((token) => next.handle(withToken(request, token))));
      }),
    );
  }

  #refreshed(): Observable<string> {
    if (this.#isRefreshing) {
      return this.#token.pipe(
        filter((token) => token !== null),
        take(1),
      );
    }
    this.#isRefreshing = true;
    this.#token.next(null);

    return this.http()
      .post<Tokens>(`${this.baseURL}/auth/refresh`, { refreshToken: this.held.refreshToken })
      .pipe(
        switchMap((tokens) => {
          this.#isRefreshing = false;
          this.held = tokens;
          this.#token.next(tokens.accessToken);

          return [tokens.accessToken];
        }),
        catchError((failure: unknown) => {
          this.#isRefreshing = false;

          return throwError(() => failure);
        }),
      );
  }
}

function withToken<T>(request: HttpRequest<T>, token: string): HttpRequest<T> {
  return request.clone({ setHeaders: { Authorization: `Bearer ${token}` } });
}

export const publishedInterceptor: Open = async (network, tokens) => {
  const { baseURL } = network;
  const injector = await application(network, [
    provideHttpClient(withInterceptorsFromDi()),
    {
      provide: HTTP_INTERCEPTORS,
      multi: true,
      useFactory: (backend: HttpBackend) => new RefreshingInterceptor(baseURL, tokens, () => new HttpClient(backend)),
      deps: [HttpBackend],
    },
  ]);
  const http = injector.get(HttpClient);

  return observing((url) => http.get(baseURL + url));
};
