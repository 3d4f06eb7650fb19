import { AxiosInstance } from 'axios';
import { Session } from 'ngx-axios';

/** The tokens that this test has got: none of them may turn up where {@link watch} looks. */
const canaries = new Set<string>();
const leaks: string[] = [];
/** Whether a leak is a fault, is allowed, or must be found. */
let leak: 'fault' | 'allowed' | 'expected' = 'fault';

/** Notes the tokens of a token set. */
export function isSecret(...tokens: (string | undefined)[]): void {
  for (const token of tokens) if (token !== undefined && token.length > 20) canaries.add(token);
}

/** This test leaks on purpose; it fails if nothing is found. */
export function expectLeak(): void {
  leak = 'expected';
}

/** This test uses tokens itself where they should not be. */
export function allowLeaks(): void {
  leak = 'allowed';
}

/** Looks for tokens in something that the library, or what it uses, has given away. */
export function look(where: string, what: unknown): void {
  for (const path of findings(what)) leaks.push(`${where}${path}`);
}

/** Looks at everything that a client hands out: responses, and errors with all that hangs on them. */
export function lookAtWhatIsHandedOut({ interceptors }: AxiosInstance): void {
  interceptors.response.use(
    (response) => {
      if (response.config.session !== false) look('response', response); // the answer to a sign-in holds tokens

      return response;
    },
    (error: Error & { config?: { session?: false } }) => {
      if (error.config?.session !== false) {
        look('error', error);
        look('JSON of the error', JSON.stringify(error));
        look('text of the error', String(error) + error.stack);
      }
      throw error;
    },
  );
}

/** Looks at what a session tells. */
export function lookAtWhatIsTold(session: Session): void {
  session.events$.subscribe((event) => look('event', event));
  session.ended$.subscribe((end) => look('end', end));
}

/** The paths at which tokens are in a value, as deep as anybody could look. */
export function findings(root: unknown): string[] {
  if (canaries.size === 0) return [];

  const found: string[] = [];
  const seen = new WeakSet<object>();
  const visit = (value: unknown, path: string, depth: number): void => {
    if (typeof value === 'string') {
      for (const canary of canaries) if (value.includes(canary)) found.push(path);
    } else if (typeof value === 'object' && value !== null && depth < 20 && !seen.has(value)) {
      seen.add(value);
      for (const [name, member] of membersOf(value)) visit(member, `${path}.${name}`, depth + 1);
    }
  };
  visit(root, '', 0);

  return found;
}

/** Own members, enumerable or not, and what the browser's objects only show when asked. */
function membersOf(value: object): [string, unknown][] {
  const { Request, Response, XMLHttpRequest } = globalThis;
  if (value instanceof Node || value instanceof Window) return [];
  if (value instanceof Headers || value instanceof Map || value instanceof FormData)
    return [...value] as [string, unknown][];
  if (value instanceof Request || value instanceof Response)
    return Object.entries({ url: value.url, headers: value.headers });
  if (value instanceof XMLHttpRequest) {
    const text = ['', 'text'].includes(value.responseType) ? value.responseText : '';
    return Object.entries({ url: value.responseURL, headers: value.getAllResponseHeaders(), text });
  }

  return Reflect.ownKeys(value).map((name) => {
    const { value: member } = Object.getOwnPropertyDescriptor(value, name) ?? {};

    return [String(name), member];
  });
}

for (const level of ['log', 'info', 'debug', 'warn', 'error'] as const) {
  const original = console[level].bind(console);
  console[level] = (...args: unknown[]) => {
    look(`console.${level}`, args);
    original(...args);
  };
}

const { postMessage } = BroadcastChannel.prototype;
BroadcastChannel.prototype.postMessage = function (message: unknown) {
  look('message', message);
  postMessage.call(this, message);
};

/** A record in a store may hold tokens: that is what it is for. */
const isRecord = (key: string) => /\.session$/.test(key);

afterEach(() => {
  look('address', [location.href, document.referrer, history.state, document.title]);
  look(
    'resource',
    performance.getEntriesByType('resource').map(({ name }) => name),
  );
  for (const store of [localStorage, sessionStorage]) {
    look('storage', Object.fromEntries(Object.entries(store).filter(([key]) => !isRecord(key))));
  }
  const found = [...new Set(leaks)];
  if (leak === 'expected' && found.length === 0) fail('The leak that this test makes was not found.');
  if (leak === 'fault') for (const path of found) fail(`A token has leaked: ${path}.`);
  canaries.clear();
  leaks.length = 0;
  leak = 'fault';
});
