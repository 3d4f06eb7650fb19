import { type HttpInterceptorFn, HttpResponse } from '@angular/common/http';
import { tap } from 'rxjs';
import type { Surroundings } from './system.ts';

/** What an application has on its HttpClient besides. */
export function applicationHttpInterceptors({ onRequest, onResponse }: Surroundings): HttpInterceptorFn[] {
  if (!onRequest && !onResponse) return [];

  const interceptor: HttpInterceptorFn = (request, next) => {
    onRequest?.(request.url);

    return next(request).pipe(
      tap({
        next: (event) => {
          if (event instanceof HttpResponse) onResponse?.(request.url);
        },
        error: () => onResponse?.(request.url),
      }),
    );
  };

  return [interceptor];
}
