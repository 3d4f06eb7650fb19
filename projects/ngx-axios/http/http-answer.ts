import { HttpErrorResponse, HttpResponse } from '@angular/common/http';
import { Answer, ɵjsonBody as jsonBody } from 'ngx-axios/session';

/** A response, or a failure that has one, as predicates see it. */
export function answerOf(answered: HttpResponse<unknown> | HttpErrorResponse): Answer {
  const data: unknown = answered instanceof HttpResponse ? answered.body : answered.error;

  return {
    status: answered.status,
    header: (name) => answered.headers.get(name),
    body: <T>() => jsonBody(data) as T | undefined,
  };
}

/** The answer inside a failure, if there was one: HttpClient gives a request that got none the status 0. */
export function answerOfFailure(failure: unknown): Answer | undefined {
  return failure instanceof HttpErrorResponse && failure.status > 0 ? answerOf(failure) : undefined;
}

/** The failure of an answer that counts as a success, and says only in its body that the token has expired. */
export function failureOf({ body: error, headers, status, statusText, url }: HttpResponse<unknown>): HttpErrorResponse {
  return new HttpErrorResponse({ error, headers, status, statusText, url: url ?? undefined });
}
