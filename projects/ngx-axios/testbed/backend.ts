import { EnvironmentProviders } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { AxiosRequestConfig, CreateAxiosDefaults } from 'axios';
import {
  AxiosClient,
  AxiosFeature,
  BodySessionOptions,
  provideAxios,
  Session,
  SessionEndReason,
  TokenSet,
  withAxios,
  withSession,
} from 'ngx-axios';
import { firstValueFrom } from 'rxjs';
import type { Counts } from '../../../server/counts';
import type { FaultScript } from '../../../server/fault';
import { lookAtWhatIsHandedOut, lookAtWhatIsTold } from './leaks';
import { plainFetch } from './network';
import { BACKEND } from './origins';
import { Witness } from './witness';

export { BACKEND, ELSEWHERE, SECURE_BACKEND } from './origins';
export { allowTokensAt, arrivals, expectViolation } from './verdicts';

export interface Options {
  /** Which server. */
  origin?: string;
  /** Which of the server's dialects. */
  prefix?: string;
  config?: CreateAxiosDefaults;
  session?: Partial<BodySessionOptions<AxiosClient>>;
  features?: AxiosFeature[];
  /** Put the features in front of `withSession`. */
  featuresFirst?: boolean;
  /** What stands beside the client. */
  more?: EnvironmentProviders[];
}

/** A client with a session of tokens in bodies, as an application would configure it, against the real server unless told otherwise. */
export function setup({
  origin = BACKEND,
  prefix = '/body/api',
  config = {},
  session: options = {},
  features = [],
  featuresFirst = false,
  more = [],
}: Options = {}) {
  const witness = new Witness();
  const {
    refresh = ({ refreshToken }, http) =>
      refreshToken ? http.post<TokenSet>('/auth/refresh', { refreshToken }) : null,
  } = options;
  const session = withSession({ tokens: 'body', ...options, refresh: witness.overhear(refresh) });
  TestBed.configureTestingModule({
    providers: [
      provideAxios(
        { baseURL: origin + prefix, ...config },
        ...(featuresFirst ? [...features, session] : [session, ...features]),
        withAxios((instance) => witness.mark(instance), { refresh: true }), // the last one, because it is the first to run
        withAxios(lookAtWhatIsHandedOut),
      ),
      ...more,
    ],
  });
  const client = TestBed.inject(AxiosClient);
  witness.attend(TestBed.inject(Session));
  lookAtWhatIsTold(TestBed.inject(Session));
  const ended: SessionEndReason[] = [];
  TestBed.inject(Session).ended$.subscribe(({ reason }) => ended.push(reason));

  return { client, session: TestBed.inject(Session), ended };
}

/** Signs in at the server and starts the session. Answers the server's handle for it. */
export async function signIn(client: AxiosClient, session: Session, options?: { subject?: string }): Promise<Lab> {
  const answer = await authenticate(client);
  session.start(answer, options);

  return labOf(answer, client);
}

/** The same at a server that hands its tokens out as cookies. */
export async function signInWithCookies(client: AxiosClient, session: Session): Promise<Lab> {
  const answer = await authenticate(client, { withCredentials: true });
  session.start();

  return labOf(answer, client);
}

type SignedIn = TokenSet & { session: string };

function authenticate(client: AxiosClient, config: AxiosRequestConfig = {}): Promise<SignedIn> {
  const ada = { name: 'ada', password: 'lovelace' };

  return firstValueFrom(client.post<SignedIn>('/auth/sign-in', ada, { ...config, session: false }));
}

function labOf({ session }: SignedIn, { axiosRef }: AxiosClient): Lab {
  return new Lab(session, new URL(axiosRef.defaults.baseURL!).origin);
}

/** What the server knows of one sign-in, and its faults on demand. */
export class Lab {
  constructor(
    private readonly session: string,
    private readonly origin = BACKEND,
  ) {}

  async counts(): Promise<Counts> {
    return (await plainFetch(`${this.origin}/lab/${this.session}/counts`)).json();
  }

  /** Makes every access token that there is count as expired. */
  expire(): Promise<unknown> {
    return this.#post('expire');
  }

  /** Makes every refresh token refused. */
  revoke(): Promise<unknown> {
    return this.#post('revoke');
  }

  /** Says what goes wrong from now on with the requests of this sign-in. */
  faults(script: FaultScript): Promise<unknown> {
    return this.#post('faults', script);
  }

  /** Resolves when the server's counts are as expected. */
  async until(expected: (counts: Counts) => boolean): Promise<Counts> {
    for (;;) {
      const counts = await this.counts();
      if (expected(counts)) return counts;
    }
  }

  #post(path: string, body?: object): Promise<unknown> {
    const content = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};

    return plainFetch(`${this.origin}/lab/${this.session}/${path}`, { method: 'POST', ...content });
  }
}

/** What a stream came to: its value, or its error. */
export function outcome<T>(source: { subscribe(observer: object): unknown }): Promise<{ value?: T; error?: unknown }> {
  return new Promise((resolve) => {
    source.subscribe({ next: (value: T) => resolve({ value }), error: (error: unknown) => resolve({ error }) });
  });
}
