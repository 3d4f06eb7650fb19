import { type HttpInterceptorFn, HttpResponse } from '@angular/common/http';
import { tap } from 'rxjs';
import type { Surroundings } from './system.ts';

/** What an application has on its HttpClient besides. */
export function applicationHttpInterceptor({ onRequest, onResponse }: Surroundings): HttpInterceptorFn {
  return (request, next) => {
    onRequest?.();

    return next(request).pipe(
      tap({
        next: (event) => {
          if (event instanceof HttpResponse) onResponse?.();
        },
        error: () => onResponse?.(),
      }),
    );
  };
}
