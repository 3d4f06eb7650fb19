import { isPlatformBrowser } from '@angular/common';
import { inject, Injectable, PLATFORM_ID } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import {
  ActivatedRouteSnapshot,
  GuardResult,
  Navigation,
  NavigationCancel,
  NavigationEnd,
  NavigationError,
  Route,
  Router,
  UrlTree,
} from '@angular/router';
import {
  asapScheduler,
  catchError,
  defer,
  filter,
  finalize,
  map,
  Observable,
  observeOn,
  of,
  retry,
  take,
  tap,
  throwError,
  timeout,
} from 'rxjs';
import { retryTimer } from '../retry-timer';
import { Session } from '../session';
import { SessionEndedError } from '../session-ended-error';
import { SessionEndReason } from '../session-event';
import { DEFAULT_DEADLINE, SESSION_OPTIONS } from '../session-options';
import { withReturnUrl } from './return-url';

/** How many deadlines of a refresh a page waits for an auth server that is down. */
const WAIT_FOR_DEADLINES = 3;

/**
 * Who may enter, and where to send whoever may not.
 *
 * An object of its own because it remembers the routes that were entered: when the session ends on one of them, there is one
 * navigation to the login, however many requests fail.
 */
@Injectable()
export class LoginRedirect {
  readonly #session = inject(Session);
  readonly #router = inject(Router);
  readonly #options = inject(SESSION_OPTIONS);
  readonly #inBrowser = isPlatformBrowser(inject(PLATFORM_ID));

  readonly #entered = new WeakSet<Route>();
  /** The navigation that was last let in: it may still be loading when the session ends. */
  #letIn: number | undefined;
  #deciding = 0;

  constructor() {
    this.#session.ended$.pipe(takeUntilDestroyed()).subscribe(({ reason }) => this.#leave(reason));
  }

  /** Emits `true` or where to go instead, once it is known; never fails. On the server it always lets in. */
  decide(route: ActivatedRouteSnapshot | Route): Observable<GuardResult> {
    if (!this.#inBrowser) return of(true);

    return defer(() => {
      const navigation = this.#router.currentNavigation();
      this.#deciding++;

      return this.#mayEnter().pipe(
        map((mayEnter) => mayEnter || (this.#login(this.#target(navigation)) ?? false)),
        tap((result) => {
          if (result === true) this.#enter(route, navigation);
        }),
        finalize(() => this.#deciding--),
      );
    });
  }

  /** Whether somebody is signed in, refreshed or restored first if need be. */
  #mayEnter(): Observable<boolean> {
    const { whenUnknown = 'wait', deadline = DEFAULT_DEADLINE } = this.#options;

    return this.#session.credentials$.pipe(
      map(({ session }) => session !== 0),
      catchError((error: unknown) => {
        if (error instanceof SessionEndedError) return of(false);
        // An outage ends no session: whoever is signed in enters, and the page's requests tell what does not work.
        if (this.#session.signedIn()) return of(true);

        return whenUnknown === 'wait' ? throwError(() => error) : of(whenUnknown === 'enter');
      }),
      retry({ delay: retryTimer }),
      timeout({ first: deadline * WAIT_FOR_DEADLINES, with: () => of(false) }),
    );
  }

  #enter(route: ActivatedRouteSnapshot | Route, navigation: Navigation | null): void {
    const config = route instanceof ActivatedRouteSnapshot ? route.routeConfig : route;
    if (config) this.#entered.add(config);
    this.#letIn = navigation?.id;
  }

  /** The session has ended: leads away from what may no longer be seen. */
  #leave(reason: SessionEndReason): void {
    if (reason === 'replaced' || this.#deciding > 0) return; // somebody is signed in; or the guard is about to say so itself

    const navigation = this.#router.currentNavigation();
    if (navigation && navigation.id !== this.#letIn) {
      // On its way to a page whose guard has not been asked, if it has one. Should it not arrive, we are still here.
      const arrived$ = this.#router.events.pipe(
        filter(
          (event) =>
            event instanceof NavigationEnd || event instanceof NavigationCancel || event instanceof NavigationError,
        ),
        take(1),
        observeOn(asapScheduler), // the event comes while the navigation still counts as the current one
      );
      arrived$.subscribe(() => {
        if (!this.#session.signedIn()) this.#leave(reason);
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
