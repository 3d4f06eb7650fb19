import { TestBed } from '@angular/core/testing';
import { firstValueFrom, of } from 'rxjs';
import { FIRST, held, SECOND, setup } from '../testbed/bare-session';
import { SessionStore } from '../session/session-store';

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
const broken = (): never => {
  throw new DOMException('hostile', 'DataError');
};

describe('What is stored', () => {
  it('S9: is nothing, unless the application asks for it', async () => {
    const { session } = setup({}, () => of(SECOND));
    const before = [
      Object.keys(localStorage),
      Object.keys(sessionStorage),
      await indexedDB.databases(),
      document.cookie,
    ];
    session.start(FIRST, { subject: 'ada' });
    await firstValueFrom(session.refresh$);
    await settle();
    const after = [
      Object.keys(localStorage),
      Object.keys(sessionStorage),
      await indexedDB.databases(),
      document.cookie,
    ];
    expect(after).toEqual(before);
    await session.end();
  });

  it('S9: gets a word in development where two tabs would share it by accident', () => {
    const warn = spyOn(console, 'warn');
    setup({ store: 'localStorage' });
    expect(warn).toHaveBeenCalledOnceWith(jasmine.stringMatching(/`store: 'localStorage'` .* add `withTabs/));
    warn.calls.reset();
    TestBed.resetTestingModule();
    setup({ store: 'sessionStorage' });
    expect(warn).not.toHaveBeenCalled();
  });

  for (const [what, store] of Object.entries<Partial<Record<keyof SessionStore, () => unknown>>>({
    'throws at everything': { read: broken, write: broken, clear: broken },
    'rejects everything': {
      read: () => Promise.reject(new Error('no')),
      write: () => Promise.reject('no'),
      clear: () => Promise.reject(undefined),
    },
    'answers rubbish': { read: () => 'rubbish', write: () => 'rubbish', clear: () => 7 },
    'answers rubbish later': {
      read: () => Promise.resolve([{}]),
      write: () => Promise.resolve({}),
      clear: () => Promise.resolve(7),
    },
    'answers what throws when it is read': {
      read: () =>
        new Proxy(
          {},
          {
            get: broken,
            has: broken,
            getOwnPropertyDescriptor: broken,
          },
        ),
    },
    'answers a thenable that settles twice': {
      read: () => ({
        then: (done: (value: unknown) => void) => {
          done(null);
          done({ version: 1, tokens: { accessToken: 'second' }, receivedAt: 0 });
        },
      }),
    },
    'answers at once while it is written': { read: () => null, write: () => null, clear: () => undefined },
  })) {
    it(`S7: does not matter where a store of the application's own ${what}`, async () => {
      const idle = { read: () => null, write: () => undefined, clear: () => undefined };
      const { session, ended } = setup({ store: { ...idle, ...store } as SessionStore }, () => of(SECOND));
      await settle();
      expect(session.state().phase).toBe('signed-out');
      session.start(FIRST);
      await firstValueFrom(session.refresh$);
      await settle();
      expect(held().accessToken).toBe('access-2');
      await session.end();
      await settle();
      expect([session.signedIn(), ended]).toEqual([false, ['signed-out']]);
    });
  }
});
