import { AxiosInstance } from 'axios';
import { BodySessionOptions, Session, TokenSet } from 'ngx-axios/session';
import { from, tap } from 'rxjs';
import type { Stamp } from '../../../server/arrival';
import { isSecret } from './leaks';
import { EXCHANGE_HEADER, stampWith } from './network';

type Refresh<Http> = BodySessionOptions<Http>['refresh'];

/** What is committed of one sign-in. */
interface SignIn {
  /** The same for as long as the session goes on, also with the tokens of a later sign-in of the same subject. */
  readonly key: symbol;
  readonly subject?: string;
  readonly family?: string;
  /** The highest serial of that family. */
  readonly newest?: number;
}

/** Makes the stamp of an exchange, from what is true when it is asked. */
type Testimony = () => Stamp;

const exchanges = new Map<string, Testimony>();
let withoutExchange: Testimony | undefined;

stampWith((exchange) => (exchanges.get(exchange ?? '') ?? withoutExchange)?.());

/**
 * Knows what one client has committed, from what it was given and what it has told. It never looks at what the client is about
 * to send, because that is what it is to testify about.
 */
export class Witness {
  readonly #client = crypto.randomUUID();
  #signIn: SignIn | undefined;
  #answered: TokenSet = {};

  constructor() {
    withoutExchange = () => this.#stamp({}); // an interceptor of the application may lose the mark
  }

  /** Marks every request of an instance with an exchange of its own, also one that a plugin sends again. */
  mark({ interceptors }: AxiosInstance): void {
    interceptors.request.use(
      (config) => {
        config.headers.set(this.markExchange());

        return config;
      },
      undefined,
      { synchronous: true },
    );
  }

  /** The header that marks an exchange which begins now. */
  markExchange(): Record<string, string> {
    const exchange = crypto.randomUUID();
    const key = this.#signIn?.key;
    const isOver = () => key !== undefined && key !== this.#signIn?.key;
    exchanges.set(exchange, () => this.#stamp({ exchange, over: isOver() }));

    return { [EXCHANGE_HEADER]: exchange };
  }

  /** Hears what a refresh answers, before the client does. */
  overhear<Http>(refresh: Refresh<Http>): Refresh<Http> {
    return (tokens, http) => {
      const answer = refresh(tokens, http);

      return (
        answer &&
        from(answer).pipe(
          tap((fresh) => {
            this.#answered = fresh;
            isSecret(fresh?.accessToken, fresh?.refreshToken);
          }),
        )
      );
    };
  }

  /** Hears who begins a session, and what becomes of it. */
  attend(session: Session): void {
    const start = session.start.bind(session);
    session.start = (tokens, options) => {
      isSecret(tokens?.accessToken, tokens?.refreshToken);
      const before = this.#signIn;
      const subject = options?.subject;
      const goesOn = before !== undefined && subject !== undefined && subject === before.subject;
      this.#signIn = { key: goesOn ? before.key : Symbol(), subject, ...factsOf(tokens) };
      try {
        start(tokens, options);
      } catch (error) {
        this.#signIn = before; // it was no token set
        throw error;
      }
    };
    session.events$.subscribe((event) => {
      if (event.type === 'refreshed') this.#commit(factsOf(this.#answered));
      if (event.type === 'ended' && event.reason !== 'replaced') this.#signIn = undefined;
    });
  }

  #stamp(of: Pick<Stamp, 'exchange' | 'over'>): Stamp {
    return { client: this.#client, session: this.#signIn?.family, newest: this.#signIn?.newest, ...of };
  }

  #commit({ family, newest }: Pick<SignIn, 'family' | 'newest'>): void {
    const before = this.#signIn;
    const isNewer = family !== before?.family || newest === undefined || newest > (before?.newest ?? 0);
    this.#signIn = { ...before, key: before?.key ?? Symbol(), ...(isNewer ? { family, newest } : {}) };
  }
}

/** Which of the server's access tokens this is; nothing for one that is not the server's. */
function factsOf({ accessToken = '' }: TokenSet = {}): Pick<SignIn, 'family' | 'newest'> {
  try {
    const payload = accessToken.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    const { family, serial } = JSON.parse(atob(payload)) as { family: string; serial: number };

    return { family, newest: serial };
  } catch {
    return {};
  }
}
