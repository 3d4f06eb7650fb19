import { HttpContextToken } from '@angular/common/http';

/**
 * Whether the session has a part in a request. Default: `true`.
 *
 * @example
 * ```ts
 * import { HttpClient, HttpContext } from '@angular/common/http';
 * import { inject } from '@angular/core';
 * import { SESSION } from 'ngx-axios/http';
 *
 * inject(HttpClient).get('/public/news', { context: new HttpContext().set(SESSION, false) });
 * ```
 */
export const SESSION = new HttpContextToken<boolean>(() => true);

/**
 * Whether a request may be sent a second time when its access token has expired. Default: `true`.
 *
 * @example
 * ```ts
 * import { HttpClient, HttpContext } from '@angular/common/http';
 * import { REPLAY } from 'ngx-axios/http';
 *
 * export const pay = (http: HttpClient, cents: number) =>
 *   http.post('/payments', { cents }, { context: new HttpContext().set(REPLAY, false) });
 * ```
 */
export const REPLAY = new HttpContextToken<boolean>(() => true);
