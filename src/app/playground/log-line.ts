/** One request as the server's log tells of it. */
export interface LogEntry {
  readonly order: number;
  readonly method: string;
  readonly path: string;
  /** Which token it carried: the how-many-th of its kind. */
  readonly token?: { readonly kind: 'access' | 'refresh'; readonly serial: number };
  readonly status?: number;
  readonly broken?: true;
}

/** Requests that arrived one after the other and differ in nothing. */
export interface LogLine {
  readonly from: number;
  readonly to: number;
  readonly request: string;
  readonly token: string;
  readonly answer: string;
}

/**
 * Makes one line of equal neighbours, in the order of the server, counted from 1.
 *
 * @param baseURL - Where the API is, which goes without saying.
 */
export function logLines(entries: readonly LogEntry[], baseURL: string): LogLine[] {
  const lines: LogLine[] = [];
  entries.forEach((entry, index) => {
    const line = { from: index + 1, to: index + 1, ...inWords(entry, baseURL) };
    const last = lines.at(-1);
    if (last && isEqual(last, line)) lines[lines.length - 1] = { ...last, to: line.to };
    else lines.push(line);
  });

  return lines;
}

function inWords({ method, path, token, status, broken }: LogEntry, baseURL: string): Omit<LogLine, 'from' | 'to'> {
  return {
    request: `${method} ${path.slice(baseURL.length)}`,
    token: token ? `${token.kind} ${token.serial}` : 'none',
    answer: broken ? 'broken' : String(status ?? 'not yet'),
  };
}

function isEqual(a: LogLine, b: LogLine): boolean {
  return a.request === b.request && a.token === b.token && a.answer === b.answer;
}
