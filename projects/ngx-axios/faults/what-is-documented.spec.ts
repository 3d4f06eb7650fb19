import { TestBed } from '@angular/core/testing';
import { AxiosError } from 'axios';
import {
  AxiosClient,
  BodySessionOptions,
  isRefreshUnavailableError,
  isSessionEndedError,
  provideAxios,
  Session,
  TokenSet,
  withSession,
} from 'ngx-axios';
import { AxiosTestingController, provideAxiosTesting, SessionTesting } from 'ngx-axios/testing';
import { map } from 'rxjs';
import { outcome } from '../testbed/backend';

interface Answered extends TokenSet {
  readonly statusCode?: number;
}

function setup(options: Partial<BodySessionOptions<AxiosClient>> = {}) {
  const session = withSession({
    tokens: 'body',
    refresh: (_tokens, http: AxiosClient) => http.post<TokenSet>('/auth/refresh'),
    ...options,
  });
  TestBed.configureTestingModule({ providers: [provideAxios({ baseURL: '/api' }, session), provideAxiosTesting()] });
  TestBed.inject(SessionTesting).signIn();

  return {
    client: TestBed.inject(AxiosClient),
    session: TestBed.inject(Session),
    network: TestBed.inject(AxiosTestingController),
  };
}

/** What the pages say and no row of the list of faults does. */
describe('As it is documented', () => {
  it('a sign-out hangs up on the refresh that runs', async () => {
    const { client, session, network } = setup();
    const waiting = outcome(client.get('/orders'));
    (await network.expectOne('/orders')).flush(null, { status: 401 });
    const refresh = await network.expectOne('/auth/refresh');
    expect(refresh.cancelled).toBeFalse();
    await session.end();
    expect(refresh.cancelled).toBeTrue();
    expect(isSessionEndedError((await waiting).error)).toBeTrue();
  });

  it('what is on its way when the user signs out is handed out if it is a good answer', async () => {
    const { client, session, network } = setup();
    const [good, refused] = ['/orders/1', '/orders/2'].map((url) => outcome(client.get(url)));
    const [first, second] = [await network.expectOne('/orders/1'), await network.expectOne('/orders/2')];
    await session.end();
    first.flush({ id: 1 });
    second.flush(null, { status: 401 });
    expect((await good!).value).toEqual({ id: 1 });
    expect(isSessionEndedError((await refused!).error)).toBeTrue();
  });

  describe('where the server refuses a refresh with 200', () => {
    const expired: BodySessionOptions<AxiosClient>['expired'] = ({ body }) => body()?.['statusCode'] === 401;
    const refresh: BodySessionOptions<AxiosClient>['refresh'] = (_tokens, http) =>
      http.request<Answered>({ method: 'post', url: '/auth/refresh' }).pipe(
        map((response) => {
          const { config, data, request } = response;
          if (data.statusCode !== 401) return data;
          throw new AxiosError('The refresh was refused.', AxiosError.ERR_BAD_REQUEST, config, request, response);
        }),
      );

    for (const [what, options, isEnded] of [
      ['`refused` alone is not asked about it, and the session stays', { expired, refused: expired }, false],
      ['a `refresh` that throws it ends the session', { expired, refused: expired, refresh }, true],
    ] as const) {
      it(what, async () => {
        const { client, session, network } = setup(options);
        const asked = outcome(client.get('/orders'));
        (await network.expectOne('/orders')).flush({ statusCode: 401 });
        (await network.expectOne('/auth/refresh')).flush({ statusCode: 401 });
        const { error } = await asked;
        expect([isSessionEndedError(error), isRefreshUnavailableError(error)]).toEqual([isEnded, !isEnded]);
        expect(session.signedIn()).toBe(!isEnded);
      });
    }
  });
});
