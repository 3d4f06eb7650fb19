import type { Trace } from './errand.ts';

/** Deeper than that nobody looks. */
const DEPTH = 6;

/** What can be found out from an error, however deep: the statuses that it tells, and the tokens that it should not. */
export class Signs {
  readonly traces: Trace[] = [];
  leaks = false;
  readonly #seen = new Set<object>();
  readonly #tokens: readonly string[];

  constructor(error: unknown, tokens: readonly string[]) {
    this.#tokens = tokens;
    this.#look(error, 0);
  }

  #look(value: unknown, depth: number): void {
    if (typeof value === 'string') this.leaks ||= this.#tokens.some((token) => value.includes(token));
    if (typeof value !== 'object' || value === null || value instanceof Node || value instanceof Window) return;
    if (depth > DEPTH || this.#seen.has(value)) return;

    this.#seen.add(value);
    const status = (value as { status?: unknown }).status;
    if (typeof status === 'number' && status > 0) this.traces.push({ status, url: urlOf(value) ?? '' });
    if (value instanceof Map) this.#look([...value], depth);
    for (const name of Object.getOwnPropertyNames(value)) this.#look(read(value, name), depth + 1);
  }
}

/** The request that something is about. */
function urlOf(value: object): string | undefined {
  const { url, responseURL, config, request } = value as Record<string, unknown>;
  if (typeof url === 'string' && url) return url;
  if (typeof responseURL === 'string' && responseURL) return responseURL;

  for (const about of [config, request]) {
    const found = typeof about === 'object' && about !== null ? urlOf(about) : undefined;
    if (found) return found;
  }

  return undefined;
}

function read(value: object, name: string): unknown {
  try {
    return (value as Record<string, unknown>)[name];
  } catch {
    return undefined; // a getter that does not want to
  }
}
