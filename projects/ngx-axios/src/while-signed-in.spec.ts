import { ApplicationRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  AxiosClient,
  axiosResource,
  AxiosResourceOptions,
  isRefreshUnavailableError,
  provideAxios,
  Session,
  TokenSet,
} from 'ngx-axios';
import { finalize, firstValueFrom, Observable, throwError } from 'rxjs';
import { arrivals, BACKEND, setup, signIn } from '../testbed/backend';

interface User {
  readonly name: string;
}

const NOBODY: User = { name: 'nobody' };

/** A resource that waits for somebody to sign in. */
function waiting(options: AxiosResourceOptions<User, unknown> = {}, path: () => string | undefined = () => '/me') {
  return TestBed.runInInjectionContext(() =>
    axiosResource<User>(path, { defaultValue: NOBODY, whenSignedOut: 'wait', ...options }),
  );
}

async function loaded(): Promise<void> {
  TestBed.tick();
  await TestBed.inject(ApplicationRef).whenStable();
}

/** Signs another user in, as the application's login page does. */
async function signInGrace(client: AxiosClient, session: Session): Promise<void> {
  const credentials = { name: 'grace', password: 'hopper' };
  session.start(await firstValueFrom(client.post<TokenSet>('/auth/sign-in', credentials, { session: false })));
}

const asked = async (path: string) => (await arrivals()).filter(({ url }) => url.endsWith(path)).length;

describe('A resource that waits while nobody is signed in', () => {
  it('is idle, sends nothing and keeps nobody waiting, and loads by itself when somebody signs in', async () => {
    const { client, session } = setup();
    const ask = jasmine.createSpy('ask', () => '/me').and.callThrough();
    const me = waiting({}, ask);
    await loaded();
    expect([me.status(), me.value(), me.reload(), await asked('/me')]).toEqual(['idle', NOBODY, false, 0]);
    expect(ask).not.toHaveBeenCalled(); // it may read what is there only when somebody is signed in
    await signIn(client, session);
    await loaded();
    expect([me.status(), me.value(), await asked('/me')]).toEqual(['resolved', { name: 'ada' }, 1]);
  });

  it('forgets what it holds the moment somebody signs out', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    const [me, written] = [waiting(), waiting()];
    await loaded();
    written.set({ name: 'ada lovelace' });
    void session.end();
    for (const { status, value, statusCode, headers } of [me, written]) {
      expect([status(), value(), statusCode(), headers()]).toEqual(['idle', NOBODY, undefined, undefined]);
    }
    await loaded();
    expect((await lab.counts()).requests).toBe(2);
  });

  it('forgets it when somebody else is signed in without a sign-out between, and loads theirs', async () => {
    const { client, session } = setup();
    await signIn(client, session);
    const me = waiting();
    await loaded();
    await signInGrace(client, session);
    expect([me.status(), me.value()]).toEqual(['loading', NOBODY]);
    await loaded();
    expect(me.value()).toEqual({ name: 'grace' });
  });

  it('forgets a value that was set while nothing is asked for, when somebody signs out or somebody else in', async () => {
    const { client, session } = setup();
    await signIn(client, session);
    const nothing = waiting({}, () => undefined);
    await loaded();
    nothing.set({ name: 'ada' });
    await signInGrace(client, session);
    expect(nothing.value()).toBe(NOBODY);
    nothing.set({ name: 'grace' });
    void session.end();
    expect([nothing.status(), nothing.value()]).toEqual(['idle', NOBODY]);
  });

  it('forgets an error, too, when the session is over, and loads for whoever signs in next', async () => {
    const { client, session, ended } = setup();
    const lab = await signIn(client, session);
    await lab.expire();
    await lab.revoke();
    const me = waiting();
    await loaded();
    expect([me.status(), me.error(), ended]).toEqual(['idle', undefined, ['refused']]);
    await signInGrace(client, session);
    await loaded();
    expect(me.value()).toEqual({ name: 'grace' });
  });

  it('aborts what is on its way for somebody who signs out, and never shows the answer', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    await lab.faults({ api: [{ hang: 'reply' }] });
    const me = waiting();
    TestBed.tick();
    await lab.until(({ requests }) => requests === 1);
    void session.end();
    await signInGrace(client, session);
    await lab.until(({ aborted }) => aborted === 1);
    await loaded();
    expect(me.value()).toEqual({ name: 'grace' });
  });

  it('goes on with what it holds when the token is refreshed, and when the same user signs in again', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session, { subject: 'ada' });
    const me = waiting();
    await loaded();
    await firstValueFrom(session.refresh$);
    expect(me.status()).toBe('resolved');
    await signIn(client, session, { subject: 'ada' });
    expect([me.status(), me.value()]).toEqual(['resolved', { name: 'ada' }]);
    await loaded();
    expect((await lab.counts()).requests).toBe(1);
  });

  it('shares one refresh with all whose token has expired', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    await lab.expire();
    const all = [waiting(), waiting(), waiting()];
    await loaded();
    expect(all.map(({ value }) => value())).toEqual(Array(3).fill({ name: 'ada' }));
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 6, refreshes: 1 }));
  });

  for (const [whoever, tokens, expected] of [
    ['somebody', () => signedIn(), ['resolved', { name: 'ada' }, 1]],
    ['nobody', async () => null, ['idle', NOBODY, 0]],
  ] as const) {
    it(`loads while it is not known yet who is signed in, and then ${whoever} is`, async () => {
      let found!: (record: object | null) => void;
      const store = {
        read: () => new Promise<never>((resolve) => (found = resolve as never)),
        write: () => undefined,
        clear: () => undefined,
      };
      setup({ session: { store } });
      const me = waiting();
      TestBed.tick();
      expect([me.status(), me.value(), TestBed.inject(Session).state().phase]).toEqual([
        'loading',
        NOBODY,
        'restoring',
      ]);
      let stable = false;
      const whenStable = TestBed.inject(ApplicationRef)
        .whenStable()
        .then(() => (stable = true));
      const record = await tokens();
      expect([stable, await asked('/me')]).toEqual([false, 0]); // a page that is rendered on a server has it
      found(record);
      await whenStable;
      expect([me.status(), me.value(), await asked('/me')]).toEqual([...expected]);
    });
  }

  it('fails when it cannot be told who is signed in, and recovers when it can', async () => {
    const { client, session } = setup({
      session: {
        tokens: 'access-in-memory',
        restore: 'always',
        refresh: () => throwError(() => new Error('down')),
      } as never,
    });
    const me = waiting();
    await loaded();
    expect([me.status(), isRefreshUnavailableError(me.error()), await asked('/me')]).toEqual(['error', true, 0]);
    await signIn(client, session);
    await loaded();
    expect(me.value()).toEqual({ name: 'ada' });
  });

  it('keeps what it holds, and sends, where it is not told to wait', async () => {
    const { client, session } = setup();
    const n = signal(1);
    const me = waiting({ whenSignedOut: 'send' }, () => `/me?n=${n()}`);
    await loaded();
    expect([me.status(), me.statusCode()]).toEqual(['error', 401]);
    await signIn(client, session);
    expect(me.status()).toBe('error');
    me.reload();
    await loaded();
    await session.end();
    expect(me.value()).toEqual({ name: 'ada' });
    n.set(2);
    await loaded();
    expect([me.status(), me.statusCode()]).toEqual(['error', 401]);
  });

  it('leaves nothing at the session when it is destroyed, or its injector is', async () => {
    const { client, session } = setup();
    let listening = 0;
    const ended$ = new Observable<never>((subscriber) => {
      listening++;

      return session.ended$.pipe(finalize(() => listening--)).subscribe(subscriber as never);
    });
    const watched = Object.create(session, { ended$: { value: ended$ } }) as Session;
    const me = waiting({
      client: new AxiosClient(client.axiosRef, { session: watched }, { add: () => () => undefined }),
    });
    const other = waiting({
      client: new AxiosClient(client.axiosRef, { session: watched }, { add: () => () => undefined }),
    });
    expect(listening).toBe(2);
    me.destroy();
    expect(listening).toBe(1);
    TestBed.resetTestingModule();
    expect([listening, other.status()]).toEqual([0, 'idle']);
  });

  it('cannot wait for a client without a session, and says so', () => {
    TestBed.configureTestingModule({ providers: [provideAxios({ baseURL: BACKEND })] });
    expect(() => waiting()).toThrowError(/`whenSignedOut: 'wait'` contradicts a client without a session/);
  });
});

/** What a store has kept of somebody who has signed in. */
async function signedIn(): Promise<object> {
  const answer = await fetch(`${BACKEND}/body/api/auth/sign-in`, {
    method: 'POST',
    body: JSON.stringify({ name: 'ada', password: 'lovelace' }),
    headers: { 'content-type': 'application/json' },
  });
  const { accessToken, refreshToken } = (await answer.json()) as TokenSet;

  return { version: 1, tokens: { accessToken, refreshToken }, receivedAt: Date.now() };
}
