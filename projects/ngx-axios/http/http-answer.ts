import { HttpErrorResponse, HttpResponse } from '@angular/common/http';
import { Answer, ɵjsonBody as jsonBody } from 'ngx-axios/session';

/** What HttpClient makes of an answer. */
export type Answered = HttpResponse<unknown> | HttpErrorResponse;

/** A response, or a failure that has one, as predicates see it. */
export function answerOf(answered: Answered): Answer {
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

/** The answer as a failure, also where it counts as a success, and says only in its body that the token has expired. */
export function asFailure(answered: Answered): HttpErrorResponse {
  if (answered instanceof HttpErrorResponse) return answered;
  const { body: error, headers, status, statusText, url } = answered;

  return new HttpErrorResponse({ error, headers, status, statusText, url: url ?? undefined });
}
