import { TestBed } from '@angular/core/testing';
import {
  AxiosClient,
  isSessionEndedError,
  provideAxios,
  Session,
  SessionOptions,
  TokenSet,
  withSession,
} from 'ngx-axios';
import { AxiosTestingController, provideAxiosTesting, SessionTesting } from 'ngx-axios/testing';
import { firstValueFrom } from 'rxjs';
import { outcome } from '../testbed/backend';

type Kind = SessionOptions<AxiosClient>['tokens'];

function setup(tokens: Kind = 'body') {
  const signOut = jasmine.createSpy('signOut');
  const options = {
    tokens,
    signOut,
    refresh: (_tokens: TokenSet, http: AxiosClient) => http.post<TokenSet>('/refresh'),
  } as SessionOptions<AxiosClient>;
  TestBed.configureTestingModule({
    providers: [provideAxios({ baseURL: '/api' }, withSession(options)), provideAxiosTesting()],
  });
  const ended: string[] = [];
  TestBed.inject(Session).ended$.subscribe(({ reason }) => ended.push(reason));

  return {
    client: TestBed.inject(AxiosClient),
    network: TestBed.inject(AxiosTestingController),
    real: TestBed.inject(Session),
    session: TestBed.inject(SessionTesting),
    ended,
    signOut,
  };
}

const KINDS: Kind[] = ['body', 'access-in-memory', 'cookies'];

describe('SessionTesting', () => {
  for (const kind of KINDS) {
    it(`signs in and out at once, without a request: ${kind}`, async () => {
      const { network, real, session, ended, signOut } = setup(kind);
      session.signIn();
      expect(real.signedIn()).toBeTrue();
      session.signOut();
      expect(real.signedIn()).toBeFalse();
      expect(ended).toEqual(['signed-out']);
      expect(signOut).not.toHaveBeenCalled();
      await network.verify();
    });

    it(`has the next request refresh first, once it has expired: ${kind}`, async () => {
      const { client, network, session } = setup(kind);
      session.signIn();
      session.expire();
      const answer = firstValueFrom(client.get('/x'));
      await network.expectNone('/x');
      (await network.expectOne('/refresh')).flush({ accessToken: 'fresh' });
      (await network.expectOne('/x')).flush('there');
      expect(await answer).toBe('there');
      expect(session.refreshes).toBe(1);
    });

    it(`leaves nothing to the next test: ${kind}`, async () => {
      setup(kind).session.signIn();
      TestBed.resetTestingModule();
      const { client, network, real } = setup(kind);
      client.get('/x').subscribe();
      expect((await network.expectOne('/x')).request.headers.has('Authorization')).toBeFalse();
      expect(real.signedIn()).toBeFalse();
      await network.verify();
    });
  }

  it('signs in with the tokens that it is given, and as whom', async () => {
    const { client, network, real, session, ended } = setup();
    session.signIn({ accessToken: 'mine' }, { subject: 'ada' });
    client.get('/x').subscribe();
    expect((await network.expectOne('/x')).request.headers.get('Authorization')).toBe('Bearer mine');
    session.signIn({ accessToken: 'next' }, { subject: 'ada' });
    expect(ended).toEqual([]);
    expect(await firstValueFrom(real.accessToken$())).toBe('next');
  });

  it('signs in with other tokens each time, and replaces whoever was there', async () => {
    const { real, session, ended } = setup();
    session.signIn();
    const first = await firstValueFrom(real.accessToken$());
    session.signIn();
    expect(await firstValueFrom(real.accessToken$())).not.toBe(first);
    expect(ended).toEqual(['replaced']);
  });

  it('knows of no token that could expire while nobody is signed in', () => {
    const { session } = setup();
    expect(() => session.expire()).toThrowError(/nobody is signed in; call `signIn\(\)`/);
  });

  it('leaves requests alone that are under way when it expires', async () => {
    const { client, network, session } = setup();
    session.signIn();
    const answer = firstValueFrom(client.get('/x'));
    const request = await network.expectOne('/x');
    session.expire();
    request.flush('there');
    expect(await answer).toBe('there');
    expect(session.refreshes).toBe(0);
  });

  it('holds what comes of a refresh until it is released', async () => {
    const { client, network, real, session } = setup();
    session.signIn();
    session.expire();
    const release = session.holdRefresh();
    const answer = firstValueFrom(client.get('/x'));
    (await network.expectOne('/refresh')).flush({ accessToken: 'fresh' });
    await network.expectNone('/x');
    expect(real.state().refreshing).toBeTrue();

    release();

    const request = await network.expectOne('/x');
    expect(request.request.headers.get('Authorization')).toBe('Bearer fresh');
    expect(real.state().refreshing).toBeFalse();
    request.flush('there');
    expect(await answer).toBe('there');
  });

  it('holds it as long as anybody wants it held', async () => {
    const { client, network, session } = setup();
    session.signIn();
    session.expire();
    const [one, other] = [session.holdRefresh(), session.holdRefresh()];
    client.get('/x').subscribe();
    (await network.expectOne('/refresh')).flush({ accessToken: 'fresh' });
    one();
    one();
    await network.expectNone('/x');
    other();
    await network.expectOne('/x');
  });

  it('lets signing out win over a refresh that is held', async () => {
    const { client, network, real, session } = setup();
    session.signIn();
    session.expire();
    const release = session.holdRefresh();
    const waiting = outcome(client.get('/x'));
    (await network.expectOne('/refresh')).flush({ accessToken: 'fresh' });
    session.signOut();
    release();
    expect(isSessionEndedError((await waiting).error)).toBeTrue();
    await network.verify();
    expect(real.signedIn()).toBeFalse();
  });

  it('refuses the next refresh, which is not called, and only that one', async () => {
    const { client, network, session, ended } = setup();
    session.refuseRefresh();
    session.signIn();
    session.expire();
    const { error } = await outcome(client.get('/x'));
    expect(isSessionEndedError(error) && error.reason).toBe('refused');
    expect(ended).toEqual(['refused']);
    expect(session.refreshes).toBe(1);
    await network.verify();

    session.signIn();
    session.expire();
    client.get('/x').subscribe();
    await network.expectOne('/refresh');
    expect(session.refreshes).toBe(2);
  });

  it('refuses the refresh that is running, whose request is aborted', async () => {
    const { client, network, session, ended } = setup();
    session.signIn();
    session.expire();
    const waiting = outcome(client.get('/x'));
    const refresh = await network.expectOne('/refresh');
    session.refuseRefresh();
    expect(isSessionEndedError((await waiting).error)).toBeTrue();
    expect(ended).toEqual(['refused']);
    expect(refresh.cancelled).toBeTrue();
  });

  it('refuses what it holds when that is released', async () => {
    const { client, session, ended } = setup();
    session.signIn();
    session.expire();
    const release = session.holdRefresh();
    session.refuseRefresh();
    const waiting = outcome(client.get('/x'));
    expect(ended).toEqual([]);
    release();
    expect(isSessionEndedError((await waiting).error)).toBeTrue();
    expect(ended).toEqual(['refused']);
  });

  it('counts a refresh that has nothing to refresh with', async () => {
    TestBed.configureTestingModule({
      providers: [provideAxios({}, withSession({ tokens: 'body', refresh: () => null })), provideAxiosTesting()],
    });
    const session = TestBed.inject(SessionTesting);
    session.signIn();
    const waiting = outcome(TestBed.inject(AxiosClient).get('/x'));
    (await TestBed.inject(AxiosTestingController).expectOne('/x')).flush(null, { status: 401 });
    expect((await waiting).error).toBeDefined();
    expect(session.refreshes).toBe(1);
  });

  it('says so where there is no session', () => {
    TestBed.configureTestingModule({ providers: [provideAxios(), provideAxiosTesting()] });
    expect(() => TestBed.inject(SessionTesting)).toThrowError(/there is no session; add `withSession`/);
  });
});
