import { Injectable } from '@angular/core';
import { ActivatedRouteSnapshot, CanActivate, CanActivateChild, CanMatch, GuardResult, Route } from '@angular/router';
import { Observable } from 'rxjs';
import { loginRedirect } from './login-redirect';

/**
 * Lets a signed-in user in and leads everybody else to the login, and back afterwards. Waits until it is known which of the
 * two it is. What the server does not check is not protected: a guard spares the user a page that cannot work.
 *
 * When the session ends while a page is shown that it let somebody in to, it leads to the login, once.
 *
 * @example
 * ```ts
 * import { Routes } from '@angular/router';
 * import { AuthGuard } from 'ngx-axios';
 *
 * export const routes: Routes = [{ path: 'orders', canActivate: [AuthGuard], component: OrdersPage }];
 * ```
 */
@Injectable({ providedIn: 'any' })
export class AuthGuard implements CanActivate, CanActivateChild, CanMatch {
  readonly #redirect = loginRedirect();

  canActivate(route: ActivatedRouteSnapshot): Observable<GuardResult> {
    return this.#redirect.decide(route);
  }

  canActivateChild(childRoute: ActivatedRouteSnapshot): Observable<GuardResult> {
    return this.#redirect.decide(childRoute);
  }

  canMatch(route: Route): Observable<GuardResult> {
    return this.#redirect.decide(route);
  }
}

/**
 * {@link AuthGuard} as a function, for `canActivate`, `canActivateChild` and `canMatch`. With `canMatch` the code of a lazy
 * route is not even loaded.
 *
 * @example
 * ```ts
 * import { Routes } from '@angular/router';
 * import { authGuard } from 'ngx-axios';
 *
 * export const routes: Routes = [
 *   { path: 'orders', canMatch: [authGuard], loadComponent: async () => (await import('./orders-page')).OrdersPage },
 * ];
 * ```
 */
export function authGuard(route: ActivatedRouteSnapshot | Route): Observable<GuardResult> {
  return loginRedirect().decide(route);
}
