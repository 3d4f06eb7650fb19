import { DestroyRef, inject, InjectionToken, NgZone } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ActivatedRouteSnapshot, GuardResult, Navigation, Route, Router, UrlTree } from '@angular/router';
import {
  asapScheduler,
  catchError,
  defer,
  filter,
  finalize,
  map,
  merge,
  Observable,
  observeOn,
  of,
  take,
  throwError,
  timer,
} from 'rxjs';
import { isInBrowser } from '../is-in-browser';
import { retryLater } from '../retry-later';
import { Session } from '../session';
import { SessionEndedError } from '../session-ended-error';
import { SessionEndReason } from '../session-event';
import { DEFAULT_DEADLINE, LONGEST_TIMER, SESSION_INJECTOR, SESSION_OPTIONS } from '../session-options';
import { withReturnUrl } from './return-url';

/** How many deadlines of a refresh a page waits for an auth server that is down. */
const WAIT_FOR_DEADLINES = 3;

type Verdict = 'enter' | 'login' | 'login and back';

/**
 * Made when it is first asked for, so that whoever guards no route brings none of it along. Nothing else than `any`, which Angular would
 * rather not see, is found in every session's injector without being provided there.
 */
const LOGIN_REDIRECT = new InjectionToken('ngx-axios login redirect', {
  providedIn: 'any',
  factory: () => new LoginRedirect(),
});

/** That of the session; whoever asks may be of an injector further down. */
export function loginRedirect(): LoginRedirect {
  return inject(SESSION_INJECTOR).get(LOGIN_REDIRECT);
}

/**
 * Who may enter, and where to send whoever may not.
 *
 * An object of its own because it remembers the routes that were entered: when the session ends on one of them, there is one
 * navigation to the login, however many requests fail.
 */
export class LoginRedirect {
  readonly #session = inject(Session);
  readonly #router = inject(Router);
  readonly #options = inject(SESSION_OPTIONS);
  readonly #inBrowser = isInBrowser();
  readonly #destroyRef = inject(DestroyRef);
  readonly #zone = inject(NgZone);

  readonly #entered = new WeakSet<Route>();
  /** The navigation that was last let in: it may still be loading when the session ends. */
  #letIn: number | undefined;
  #deciding = 0;
  /** The navigation whose guard has left the application. */
  #leftBy: number | undefined;

  constructor() {
    this.#session.ended$.pipe(takeUntilDestroyed()).subscribe(({ reason }) => this.#leave(reason));
  }

  /** Emits `true` or where to go instead, once it is known; never fails. On the server it always lets in. */
  decide(route: ActivatedRouteSnapshot | Route): Observable<GuardResult> {
    if (!this.#inBrowser) return of(true);

    return defer(() => {
      const navigation = this.#router.currentNavigation();
      this.#deciding++;

      return this.#verdict().pipe(
        map((verdict) => {
          if (verdict === 'enter') return this.#enter(route, navigation);

          const login = this.#login(verdict === 'login and back' ? this.#target(navigation) : undefined);
          if (!login) this.#leftBy = navigation?.id;

          return login ?? false;
        }),
        finalize(() => this.#deciding--),
      );
    });
  }

  /** Whether somebody is signed in, refreshed or restored first if need be. */
  #verdict(): Observable<Verdict> {
    const { whenUnknown = 'wait', deadline = DEFAULT_DEADLINE } = this.#options;

    const verdict$ = this.#session.credentials$.pipe(
      map(({ session }): Verdict => (session === 0 ? 'login and back' : 'enter')),
      catchError((error: unknown): Observable<Verdict> => {
        // An outage ends no session: whoever is signed in enters, and the page's requests tell what does not work. And where a
        // session was replaced, somebody is.
        if (this.#session.signedIn()) return of('enter');
        if (error instanceof SessionEndedError) return of(error.reason === 'signed-out' ? 'login' : 'login and back');
        if (whenUnknown === 'wait') return throwError(() => error);
        if (whenUnknown === 'enter') this.#lookAgain();

        return of(whenUnknown === 'enter' ? 'enter' : 'login and back');
      }),
      retryLater(this.#zone),
    );
    const tooLate$ = timer(Math.min(deadline * WAIT_FOR_DEADLINES, LONGEST_TIMER)).pipe(
      map((): Verdict => 'login and back'),
    );

    return merge(verdict$, tooLate$).pipe(take(1));
  }

  /** Somebody was let in before it was known whether there is a session: should there be none, they are led away then. */
  #lookAgain(): void {
    this.#session.credentials$
      .pipe(retryLater(this.#zone), takeUntilDestroyed(this.#destroyRef))
      .subscribe({ next: () => this.#leave('refused'), error: () => undefined });
  }

  #enter(route: ActivatedRouteSnapshot | Route, navigation: Navigation | null): true {
    const config = route instanceof ActivatedRouteSnapshot ? route.routeConfig : route;
    if (config) this.#entered.add(config);
    // A route that may match need not be the one that does: then its page is looked at when it is there.
    if (route instanceof ActivatedRouteSnapshot) this.#letIn = navigation?.id;

    return true;
  }

  /** The session has ended: leads away from what may no longer be seen. */
  #leave(reason: SessionEndReason): void {
    if (this.#session.signedIn()) return; // as somebody else, or again

    const navigation = this.#router.currentNavigation();
    if (navigation && (navigation.id !== this.#letIn || this.#deciding > 0)) {
      // On its way to a page whose guard, if it has one, will say so itself. Should it not arrive, we are still here.
      const arrived$ = this.#router.events.pipe(
        observeOn(asapScheduler), // the last event comes while the navigation still counts as the current one
        filter(() => this.#router.currentNavigation()?.id !== navigation.id),
        take(1),
      );
      arrived$.subscribe(() => {
        if (this.#leftBy !== navigation.id) this.#leave(reason);
      });
      return;
    }
    if (!navigation && !this.#isOnEnteredRoute(this.#router.routerState.snapshot.root)) return;

    const login = this.#login(reason === 'signed-out' ? undefined : this.#target(navigation));
    if (login) void this.#router.navigateByUrl(login);
  }

  #isOnEnteredRoute({ routeConfig, children }: ActivatedRouteSnapshot): boolean {
    return (
      (routeConfig !== null && this.#entered.has(routeConfig)) ||
      children.some((child) => this.#isOnEnteredRoute(child))
    );
  }

  #target(navigation: Navigation | null): string {
    return navigation ? this.#router.serializeUrl(navigation.finalUrl ?? navigation.extractedUrl) : this.#router.url;
  }

  /** Where to sign in; `null` when the application has left for a login elsewhere. */
  #login(returnUrl: string | undefined): UrlTree | null {
    const { login = '/login' } = this.#options;
    if (typeof login === 'string') return withReturnUrl(this.#router.parseUrl(login), returnUrl);

    const answered = login(returnUrl ?? '/');

    return typeof answered === 'string' ? this.#router.parseUrl(answered) : (answered ?? null);
  }
}
