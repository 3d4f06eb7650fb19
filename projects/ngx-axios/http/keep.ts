import { HttpParams, HttpRequest } from '@angular/common/http';
import { ɵsnapshot as snapshot } from 'ngx-axios/session';

/**
 * Keeps a request as it is now, whatever the caller does with its body later, so that what is sent again is what was sent.
 *
 * @returns Makes the request for each later send. An object stays one, for interceptors that look into it.
 */
export function keep<T>(request: HttpRequest<T>): () => HttpRequest<unknown> {
  const { body } = request;
  const bytes = request.serializeBody();
  if (typeof bytes === 'string' && typeof body === 'object' && !(body instanceof HttpParams)) {
    return () => request.clone<unknown>({ body: JSON.parse(bytes) });
  }
  const kept = snapshot(body);

  return () => request.clone<unknown>({ body: kept });
}
