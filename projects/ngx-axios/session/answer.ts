/**
 * An HTTP answer as predicates see it, whatever client received it.
 *
 * @see {@link AnswerTest}
 */
export interface Answer {
  readonly status: number;
  /** The value of a header, or `null`. Across origins only those in `Access-Control-Expose-Headers` are readable. */
  header(name: string): string | null;
  /** The body when it is a JSON object or array; `undefined` for text, blobs, streams and the like. Parsed when first asked for. */
  body<T = Record<string, unknown>>(): T | undefined;
}

/**
 * Tells answers that matter: one status, several, or a predicate.
 *
 * @example
 * ```ts
 * import { Answer } from 'ngx-axios';
 *
 * export const saysExpired = (answer: Answer): boolean =>
 *   answer.status === 401 || (answer.status === 200 && answer.body<{ statusCode: number }>()?.statusCode === 401);
 * ```
 */
export type AnswerTest = number | readonly number[] | ((answer: Answer) => boolean);

/** One function for the three forms of an {@link AnswerTest}. */
export function answerTest(test: AnswerTest): (answer: Answer) => boolean {
  if (typeof test === 'function') return test;

  const statuses = [test].flat();

  return ({ status }) => statuses.includes(status);
}

/** The body of an {@link Answer} from what a client holds: raw text, or what an adapter has parsed already. */
export function jsonBody(data: unknown): unknown {
  if (typeof data === 'string') {
    try {
      return jsonBody(JSON.parse(data));
    } catch {
      return undefined;
    }
  }
  if (typeof data !== 'object' || data === null) return undefined;

  const prototype: unknown = Object.getPrototypeOf(data);

  return [null, Object.prototype, Array.prototype].includes(prototype as null) ? data : undefined;
}
