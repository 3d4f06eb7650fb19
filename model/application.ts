import type { EnvironmentInjector } from '@angular/core';
import type { AxiosRequestConfig } from 'axios';
import { defer, firstValueFrom, Subscription, tap, type Observable } from 'rxjs';
import type { Ask, Outcome } from './ask.ts';
import { createInjector } from './injector.ts';
import type { Library } from './library.ts';
import type { Page } from './page.ts';
import { LEEWAY } from './reason-to-refresh.ts';
import type { SlowStore } from './slow-store.ts';
import type { StrictServer, User } from './strict-server.ts';
import { ELSEWHERE, HOME, type Wire } from './wire.ts';
import type { Witness } from './witness.ts';

/** What the application does by itself when something happens. */
export type Reaction =
  'signs in as ada' | 'signs in as grace' | 'signs out' | 'requests' | 'asks for a token' | 'refreshes';

/** When it does it. */
export type Occasion = 'ended' | 'refreshed' | 'unavailable' | 'settled';

/** How it uses the library. */
export interface Habits {
  readonly deadline: number;
  readonly patience: number;
  readonly reactions: Partial<Record<Occasion, Reaction>>;
  /** Its `refresh` goes on when nobody listens any more, as one made of promises does. */
  readonly refreshesForGood: boolean;
  /** Keeps the session in a slow store, which holds one of an earlier page, or nothing; else in memory. */
  readonly store?: 'with ada' | 'empty' | undefined;
  /** It refreshes before it has to. */
  readonly refreshesEarly: boolean;
}

/** How to sign in. */
export interface SigningIn {
  readonly as: User;
  /** Says who it is, so that the same one goes on with the session. */
  readonly named: boolean;
  /** The server gives no refresh token. */
  readonly withoutRefreshToken?: boolean;
}

/** A request that the application makes. */
export interface Requesting {
  readonly method: 'get' | 'post';
  /** Through the client's Observables, or through the axios instance's promises. */
  readonly through: 'client' | 'axiosRef';
  readonly to?: 'elsewhere';
  /** Never sent a second time. */
  readonly once?: true;
}

/** What is particular about an ask. */
type More = Partial<Pick<Ask, 'unsubscribe' | 'abort' | 'once'>>;

/** A reaction that caused itself would never end. */
const REACTIONS = 3;

/** What an application is made of, and lives among. */
export interface Parts {
  readonly server: StrictServer;
  readonly wire: Wire;
  readonly page: Page;
  readonly store: SlowStore | undefined;
  readonly witness: Witness;
  readonly habits: Habits;
  readonly now: () => number;
}

/** An application that uses the library as any would: through its public names, with listeners that do things of their own. */
export class Application {
  readonly session: Library.Session;
  readonly #client: Library.AxiosClient;
  readonly #injector: EnvironmentInjector;
  readonly #server: StrictServer;
  readonly #witness: Witness;
  readonly #habits: Habits;
  readonly #now: () => number;
  #reactions = 0;

  constructor(library: typeof Library, parts: Parts) {
    const { server, wire, page, store, witness, habits, now } = parts;
    this.#server = server;
    this.#witness = witness;
    this.#habits = habits;
    this.#now = now;
    this.#injector = createInjector(page, [
      library.provideAxios(
        { baseURL: HOME, adapter: wire.adapter },
        library.withSession({
          tokens: 'body',
          deadline: habits.deadline,
          patience: habits.patience,
          store: store ?? 'memory',
          refresh: (tokens, http) => this.#refresh(tokens, http),
          signOut: ({ refreshToken }, http) => (refreshToken ? http.post('/sign-out', { refreshToken }) : null),
        }),
        ...(habits.refreshesEarly ? [library.withEarlyRefresh({ leeway: LEEWAY })] : []),
      ),
    ]);
    this.#client = this.#injector.get(library.AxiosClient);
    this.session = this.#injector.get(library.Session);
    witness.watch(this.session);
    this.session.ended$.subscribe((end) => {
      witness.ended(end);
      this.#react('ended');
    });
    this.session.events$.subscribe(({ type }) => {
      if (type === 'refreshed' || type === 'unavailable') this.#react(type);
    });
  }

  signIn({ as, named, withoutRefreshToken = false }: SigningIn): void {
    const { refreshToken, ...others } = this.#server.signIn(as);
    const tokens = withoutRefreshToken ? others : { ...others, refreshToken };
    const subject = named ? as : undefined;
    this.#witness.signsIn(as, subject, tokens);
    this.session.start(tokens, { subject });
  }

  signOut(): void {
    this.#witness.signsOut();
    const ask = this.#add('sign-out', {});
    this.session.end().then(
      () => this.#settled(ask, { value: undefined }),
      (error: unknown) => this.#settled(ask, { error }),
    );
  }

  request({ method, through, to, once }: Requesting): Ask {
    const controller = new AbortController();
    const url = `/notes/${this.#witness.all.length}`;
    const data = method === 'post' ? { text: `for ${url}` } : undefined;
    const config: AxiosRequestConfig = {
      signal: controller.signal,
      ...(to ? { baseURL: ELSEWHERE } : {}),
      ...(once ? { replay: false } : {}),
    };
    const abort = () => controller.abort();
    if (through === 'client') {
      const body$ = data ? this.#client.post(url, data, config) : this.#client.get(url, config);

      return this.#subscribe('request', body$, { abort, once });
    }
    const ask = this.#add('request', { abort, once });
    this.#client.axiosRef.request<unknown>({ ...config, method, url, data }).then(
      (response) => this.#settled(ask, { value: response.data }),
      (error: unknown) => this.#settled(ask, { error }),
    );

    return ask;
  }

  askForToken(): Ask {
    return this.#subscribe('token', this.session.accessToken$());
  }

  refresh(): Ask {
    return this.#subscribe('refresh', this.session.refresh$);
  }

  stopReacting(): void {
    this.#reactions = REACTIONS;
  }

  destroy(): void {
    this.#injector.destroy();
  }

  #subscribe(what: Ask['what'], one$: Observable<unknown>, more: More = {}): Ask {
    const subscription = new Subscription();
    const ask = this.#add(what, { unsubscribe: () => subscription.unsubscribe(), ...more });
    subscription.add(
      one$.subscribe({
        next: (value) => this.#settled(ask, { value }),
        error: (error: unknown) => this.#settled(ask, { error }),
        complete: () => ask.outcome ?? this.#settled(ask, { error: 'nothing' }),
      }),
    );

    return ask;
  }

  #add(what: Ask['what'], { once = false, ...leave }: More): Ask {
    const { all } = this.#witness;
    const ask: Ask = {
      number: all.length,
      what,
      session: undefined,
      beganUnknown: false,
      once,
      sends: 0,
      waited: 0,
      waitsSince: this.#now(),
      ...leave,
    };
    this.#witness.asks(ask);

    return ask;
  }

  #settled(ask: Ask, outcome: Outcome): void {
    this.#witness.settled(ask, outcome);
    this.#react('settled');
  }

  #refresh(tokens: Library.TokenSet, http: Library.AxiosClient): Observable<Library.TokenSet> | null {
    const refresh = this.#witness.refreshing(tokens);
    if (!refresh) return null;

    const answer$ = http.post<Library.TokenSet>('/refresh', { refreshToken: refresh.token });

    return (this.#habits.refreshesForGood ? defer(() => firstValueFrom(answer$)) : answer$).pipe(
      tap({
        next: (answer) => this.#witness.refreshed(refresh, answer),
        error: (failure: unknown) => this.#witness.failed(refresh, failure),
        unsubscribe: () => this.#witness.leftAlone(refresh),
      }),
    );
  }

  #react(occasion: Occasion): void {
    const reaction = this.#habits.reactions[occasion];
    if (!reaction || this.#reactions >= REACTIONS) return;

    this.#reactions++;
    this.do(reaction);
  }

  do(reaction: Reaction): void {
    switch (reaction) {
      case 'signs in as ada':
        return this.signIn({ as: 'ada', named: true });
      case 'signs in as grace':
        return this.signIn({ as: 'grace', named: true });
      case 'signs out':
        return this.signOut();
      case 'requests':
        return void this.request({ method: 'get', through: 'client' });
      case 'asks for a token':
        return void this.askForToken();
      case 'refreshes':
        return void this.refresh();
    }
  }
}
