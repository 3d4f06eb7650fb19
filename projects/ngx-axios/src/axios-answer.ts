import { AxiosError, AxiosHeaders, AxiosResponse, InternalAxiosRequestConfig, isAxiosError } from 'axios';
import { Answer, SessionError, ɵjsonBody as jsonBody } from 'ngx-axios/session';

/** An axios response as predicates see it. Adapters give raw text, mocks give objects. */
export function answerOf({ status, headers, data }: AxiosResponse): Answer {
  return {
    status,
    header: (name) => {
      const value = AxiosHeaders.from(headers as AxiosHeaders).get(name);

      return typeof value === 'string' ? value : null;
    },
    body: <T>() => jsonBody(data) as T | undefined,
  };
}

/** The answer inside a failure, if there was one. */
export function answerOfFailure(failure: unknown): Answer | undefined {
  return isAxiosError(failure) && failure.response ? answerOf(failure.response) : undefined;
}

/** The failure of an answer that `validateStatus` took for a success, or that says only in its body that the token has expired. */
export function failureOf(response: AxiosResponse, config: InternalAxiosRequestConfig): AxiosError {
  return new AxiosError(
    'The answer says that the access token has expired.',
    AxiosError.ERR_BAD_REQUEST,
    config,
    response.request,
    response,
  );
}

const CODES: Record<string, string> = {
  SessionEndedError: 'ERR_SESSION_ENDED',
  RefreshUnavailableError: 'ERR_REFRESH_UNAVAILABLE',
  NotReplayableError: 'ERR_NOT_REPLAYABLE',
};

/**
 * Gives an error of the session the shape of an `AxiosError`. Plugins only handle what has it: axios-cache-interceptor would
 * otherwise never release its entry, and the next request of that URL would wait for ever.
 */
export function asAxiosError(error: SessionError, config: InternalAxiosRequestConfig): SessionError {
  const { response, request } = isAxiosError(error.failure) ? error.failure : {};
  const shape = { isAxiosError: true, code: CODES[error.name], config, request, response, status: response?.status };
  for (const [key, value] of Object.entries(shape)) {
    if (value !== undefined)
      Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: true });
  }

  return error;
}
