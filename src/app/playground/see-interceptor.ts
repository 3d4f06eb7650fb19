import { HttpContextToken, HttpErrorResponse, HttpInterceptorFn } from '@angular/common/http';
import { tap } from 'rxjs';
import { See } from './sighting';

/** Whom a request of HttpClient tells what is seen of it. */
export const SEE = new HttpContextToken<See>(() => () => undefined);

/** Watches every send of HttpClient: behind the session's interceptor, where a request is seen to be sent twice. */
export const seeInterceptor: HttpInterceptorFn = (request, next) => {
  const see = request.context.get(SEE);
  see('sent');

  return next(request).pipe(
    tap({
      error: (error: unknown) => see(error instanceof HttpErrorResponse && error.status === 401 ? 'refused' : 'broken'),
    }),
  );
};
