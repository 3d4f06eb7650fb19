import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { AxiosError } from 'axios';
import { Subject, type Subscription } from 'rxjs';
import { createInjector } from '../model/injector.ts';
import type { Library } from '../model/library.ts';
import { Page } from '../model/page.ts';

/** What came of a crowd that waited for one refresh. */
export interface Crowd {
  readonly refreshes: number;
  readonly sends: number;
  /** The waiters in the order in which they were answered. */
  readonly answered: readonly number[];
  /** What was handed to the network, unless nobody holds it any more. */
  readonly handedOut: readonly WeakRef<object>[];
  /** The application is still there; this ends it. */
  readonly destroy: () => void;
}

/** Lets so many requests be refused together and wait for one refresh, on a network that answers at once. */
export async function gather(library: typeof Library, count: number): Promise<Crowd> {
  const { AxiosClient, provideAxios, Session, withSession } = library;
  const tokens = new Subject<Library.TokenSet>();
  const handedOut: WeakRef<object>[] = [];
  let refreshes = 0;
  let sends = 0;
  const adapter: AxiosAdapter = async (config) => {
    sends++;
    handedOut.push(new WeakRef(config));

    return answer(config, config.headers.get('Authorization') === 'Bearer fresh' ? 200 : 401);
  };
  const injector = createInjector(new Page(), [
    provideAxios(
      { baseURL: 'https://api.test', adapter },
      withSession({
        tokens: 'body',
        refresh: () => {
          refreshes++;

          return tokens;
        },
      }),
    ),
  ]);
  const client = injector.get(AxiosClient);
  injector.get(Session).start({ accessToken: 'stale', refreshToken: 'r' });

  const answered: number[] = [];
  const waiting: Subscription[] = [];
  const all = new Promise<void>((resolve) => {
    for (let n = 0; n < count; n++) {
      waiting.push(
        client.get(`/notes/${n}`).subscribe(() => {
          answered.push(n);
          if (answered.length === count) resolve();
        }),
      );
    }
  });
  while (sends < count) await new Promise(setImmediate);
  await new Promise(setImmediate); // all have been refused by now
  tokens.next({ accessToken: 'fresh' });
  await all;

  return {
    refreshes,
    sends,
    answered,
    handedOut,
    destroy: () => injector.destroy(),
  };
}

function answer(config: InternalAxiosRequestConfig, status: number): AxiosResponse {
  const response = { config, status, statusText: '', data: '[]', headers: {} };
  if (status === 401) throw new AxiosError('Unauthorized', 'ERR_BAD_REQUEST', config, {}, response);

  return response;
}
