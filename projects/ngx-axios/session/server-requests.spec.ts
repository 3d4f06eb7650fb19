import { PLATFORM_ID } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { NEVER } from 'rxjs';
import { FIRST, setup } from '../testbed/bare-session';
import { RefreshUnavailableError } from './refresh-unavailable-error';
import { provideServerRequests } from './server-requests';

describe('provideServerRequests', () => {
  for (const origin of ['https://www.example.com', 'https://www.example.com/', 'http://localhost:4000']) {
    it(`takes ${origin}`, () => {
      expect(() => provideServerRequests({ origin })).not.toThrow();
    });
  }

  for (const origin of ['/api', 'www.example.com', 'https://www.example.com/api', 'http://www.example.com']) {
    it(`says what is wrong with ${origin}`, () => {
      expect(() => provideServerRequests({ origin })).toThrowError(
        `provideServerRequests: \`origin\` is "${origin}"; give the origin of your API, like "https://www.example.com", over https: or on localhost.`,
      );
    });
  }
});

describe('A session on a server', () => {
  function onServer() {
    TestBed.configureTestingModule({ providers: [{ provide: PLATFORM_ID, useValue: 'server' }] });

    return setup({}, () => NEVER);
  }

  it('does not know whether somebody is signed in, and holds nobody back', () => {
    const { session } = onServer();
    let sentWith: unknown;
    session.credentials$.subscribe((credentials) => (sentWith = credentials.session));

    expect(session.state().phase).toBe('restoring');
    expect(session.signedIn()).toBeFalse();
    expect(sentWith).toBe(0);
  });

  it('refreshes nothing, also where the application has begun one there', () => {
    const { session, calls } = onServer();
    session.start({ ...FIRST, expiresIn: 0.000001 });
    let failure: unknown;
    session.refresh$.subscribe({ error: (error: unknown) => (failure = error) });

    expect(failure).toBeInstanceOf(RefreshUnavailableError);
    expect(calls).toEqual([]);
  });
});
