import { isSessionError, SessionEndedError } from 'ngx-axios/session';

/** A request's failure, of either client. */
interface Failure {
  readonly name?: string;
  readonly message?: string;
  /** axios's. */
  readonly config?: { readonly url?: string };
  readonly response?: { readonly status: number };
  /** HttpClient's. */
  readonly url?: string | null;
  readonly status?: number;
}

/** What became of a request, in words that can be counted. */
export function outcomeOf(error: unknown, url: string): string {
  if (!isSessionError(error)) return `failed: ${(error as Failure).message}`;

  const reason = error instanceof SessionEndedError ? ` (${error.reason})` : '';

  return `${error.name}${reason}${ownFailure(error.failure as Failure | undefined, url)}`;
}

function ownFailure(failure: Failure | undefined, url: string): string {
  if (!failure) return ', not sent';
  const status = failure.response?.status ?? failure.status;
  const sentTo = new URL(failure.config?.url ?? failure.url ?? '', document.baseURI);

  return sentTo.href === new URL(url, document.baseURI).href
    ? `, with its own ${status}`
    : ', with the failure of another';
}
