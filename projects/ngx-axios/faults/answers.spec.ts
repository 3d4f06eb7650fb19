import { isAxiosError } from 'axios';
import {
  isRefreshUnavailableError,
  isSessionEndedError,
  RefreshUnavailableError,
  SessionEnd,
  TokenSet,
} from 'ngx-axios';
import { firstValueFrom, Observable, of, retry } from 'rxjs';
import { expectViolation, Options, outcome, setup, signIn } from '../testbed/backend';
import type { Fault } from '../../../server/fault';

/** One request of a session whose access token has expired and whose refresh is answered so. */
async function refreshAnswered(fault: Fault | readonly Fault[], options: Options = {}) {
  spyOn(console, 'warn'); // development hears of odd answers
  const { client, session, ended } = setup(options);
  const ends: SessionEnd[] = [];
  session.ended$.subscribe((end) => ends.push(end));
  const lab = await signIn(client, session);
  await lab.expire();
  await lab.faults({ refresh: fault });
  const { error } = await outcome(client.get('/notes?n=1'));

  return { client, session, ended, ends, lab, error };
}

const invalidGrant = { status: 400, body: { error: 'invalid_grant', error_description: '<b>no\r\nmore</b>' } };

const hidden = { 'access-control-expose-headers': 'x-nothing' };

describe('What a refresh may answer', () => {
  it('E1: 400 invalid_grant ends the session, once', async () => {
    const { error, ended, client, lab } = await refreshAnswered(invalidGrant);
    expect(isSessionEndedError(error)).toBeTrue();
    await outcome(client.get('/notes?n=2'));
    expect(ended).toEqual(['refused']);
    expect((await lab.counts()).refreshCalls).toBe(1);
  });

  for (const [id, what, fault] of [
    ['E3', 'a 401 of whoever answers it', { status: 401, headers: { 'content-type': 'text/html' } }],
    ['E3', 'a 403 that is no page', { status: 403, body: { title: 'Forbidden' } }],
  ] as const) {
    it(`${id}: ${what} ends the session`, async () => {
      const { error, ended } = await refreshAnswered(fault);
      expect(isSessionEndedError(error)).toBeTrue();
      expect(ended).toEqual(['refused']);
    });
  }

  const token = (accessToken: unknown, more: object = {}) => ({ body: { accessToken, ...more } });
  for (const [id, what, fault] of [
    ['E2', '400 invalid_client', { status: 400, body: { error: 'invalid_client' } }],
    ['E2', '400 unauthorized_client', { status: 400, body: { error: 'unauthorized_client' } }],
    ['E2', '400 invalid_scope', { status: 400, body: { error: 'invalid_scope' } }],
    ['E2', '400 without a word', { status: 400 }],
    ['E3', "a firewall's page with 403", { status: 403, html: true }],
    ...[500, 501, 502, 503, 504, 520, 530].map((status) => ['E5', `${status}`, { status }]),
    ['E6', 'a page with 200', { html: true }],
    ['E6', 'a page that is said to be JSON', { body: '<!doctype html>' }],
    ['E6', 'a page without a type', { html: true, headers: { 'content-type': '' } }],
    ...[{}, null, [], 7, 'text', true, { accessToken: null }, [{ accessToken: 'a' }], { access_token: 'a' }].map(
      (body) => ['E7', JSON.stringify(body), { body }],
    ),
    ['E7', 'an empty body', { body: '' }],
    ['E8', 'an answer that breaks off', { truncate: true }],
    ['E8', 'an answer that is not compressed as it says', { badEncoding: true }],
    ['E13', 'a token of the type mac', token('a', { tokenType: 'mac' })],
    ['E13', 'a token of the type DPoP', token('a', { tokenType: 'DPoP' })],
    ['E13', 'a token whose type is no text', token('a', { tokenType: 1 })],
    ...['', 'a b', 'a\r\nX-Evil: 1', 'a\u0000', 'ä', '\u2028', 'a\ta', 'x'.repeat(1_000_000), 7, {}, true].map(
      (value) => ['E14, J9', `the access token ${JSON.stringify(value).slice(0, 20)}`, token(value)],
    ),
    ['E14', 'a refresh token that cannot stand in a header', token('a', { refreshToken: 'a b' })],
    ['E18', 'a body of 100 MB', { size: 100 * 1024 * 1024 }],
    ['E21', '204', { status: 204 }],
    ['E21', '205', { status: 205 }],
    ['E21', '206', { status: 206, body: {} }],
    ['E21', '304', { status: 304 }],
    ['E22', 'a connection that breaks', { destroy: 'before' }],
    ['E24', '504, as a service worker answers offline', { status: 504 }],
  ] as [string, string, Fault][]) {
    it(`${id}: ${what} keeps the session, and the next refresh may succeed`, async () => {
      const { error, session, ended, lab } = await refreshAnswered([fault]);
      expect(isRefreshUnavailableError(error)).toBeTrue();
      expect(isAxiosError((error as RefreshUnavailableError).failure)).toBeTrue();
      expect((error as RefreshUnavailableError).cause).toBeInstanceOf(Error);
      expect(session.state()).toEqual({ phase: 'signed-in', refreshing: false, failing: true });
      expect(ended).toEqual([]);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 1, refreshCalls: 1, reuse: 0 }));
    });
  }

  it('E18: what is too long for a token set is not read to its end', async () => {
    const { error } = await refreshAnswered({ size: 100 * 1024 * 1024 });
    expect((error as RefreshUnavailableError).cause?.message).toContain('maxContentLength');
  });

  it('E18: one byte at a time is ended by the deadline', async () => {
    const { error, ended } = await refreshAnswered({ trickle: 50 }, { session: { deadline: 200 } });
    expect(isRefreshUnavailableError(error)).toBeTrue();
    expect(ended).toEqual([]);
  });

  for (const status of [429, 503]) {
    for (const [what, value, expected] of [
      ['seconds', '2', 2000],
      ['a date', () => new Date(Date.now() + 120_000).toUTCString(), 120_000],
      ['a date that is past', new Date(0).toUTCString(), 0],
      ['more than anybody waits', '1000000000000', 3_600_000],
      ['rubbish', 'soon', 750],
    ] as [string, string | (() => string), number][]) {
      it(`E4: ${status} with Retry-After in ${what} keeps the session, and tells when to try again`, async () => {
        const header = typeof value === 'string' ? value : value();
        const { error, ended, client, lab } = await refreshAnswered({ status, headers: { 'retry-after': header } });
        const wait = (error as RefreshUnavailableError).retryAt.getTime() - Date.now();

        expect(isRefreshUnavailableError(error)).toBeTrue();
        expect(Math.abs(wait - expected))
          .withContext(`${wait}`)
          .toBeLessThan(1500);
        expect(ended).toEqual([]);
        if (expected > 1500) {
          await outcome(client.get('/notes?n=2'));
          expect((await lab.counts()).refreshCalls).toBe(1);
        }
      });
    }
  }

  it('E9: when the answer is lost after the server has rotated, the end says that the user has done nothing wrong', async () => {
    expectViolation('reuse'); // there is no other token to try with
    const { error, ends, client, session } = await refreshAnswered([{ destroy: 'after' }]);
    expect(isRefreshUnavailableError(error)).toBeTrue();
    expect(session.signedIn()).toBeTrue();
    await new Promise((resolve) =>
      setTimeout(resolve, (error as RefreshUnavailableError).retryAt.getTime() - Date.now()),
    );
    const next = await outcome(client.get('/notes?n=2'));
    expect(isSessionEndedError(next.error)).toBeTrue();
    expect(ends).toEqual([{ reason: 'refused', afterLostResponse: true }]);
  });

  it('E9: when the answer is lost before the server has rotated, the same token succeeds on the next try', async () => {
    const { error, lab, session, client } = await refreshAnswered([{ destroy: 'before', headers: {} }]);
    expect(isRefreshUnavailableError(error)).toBeTrue();
    await new Promise((resolve) =>
      setTimeout(resolve, (error as RefreshUnavailableError).retryAt.getTime() - Date.now()),
    );
    await firstValueFrom(client.get('/notes?n=2'));
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ refreshCalls: 2, refreshes: 1, reuse: 0 }));
    expect(session.state().failing).toBeFalse();
  });

  it('E10, E11: keeps the refresh token when none is answered, and never shows an old one again', async () => {
    const shown: (string | undefined)[] = [];
    let answersOne = false;
    const { client, session } = setup({
      session: {
        refresh: (tokens, http): Observable<TokenSet> => {
          shown.push(tokens.refreshToken);
          if (!answersOne) return of({ accessToken: tokens.accessToken! });

          return http.post<TokenSet>('/auth/refresh', { refreshToken: tokens.refreshToken });
        },
      },
    });
    const lab = await signIn(client, session);
    await firstValueFrom(session.refresh$);
    answersOne = true;
    for (let n = 0; n < 3; n++) await firstValueFrom(session.refresh$);

    expect(shown[0]).toBe(shown[1]);
    expect(new Set(shown.slice(1)).size).toBe(3);
    expect((await lab.counts()).reuse).toBe(0);
  });

  for (const expiresIn of [undefined, null, 0, -1, '3600', 1e12, {}]) {
    it(`E12: takes the lifetime for unknown when expiresIn is ${JSON.stringify(expiresIn)}`, async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.faults({ refresh: [{ body: { accessToken: 'opaque', expiresIn } }] });
      await firstValueFrom(session.refresh$);
      await firstValueFrom(client.get('/notes')); // sent, refused, refreshed: not refreshed before
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 1, refreshCalls: 2, refreshes: 1 }));
    });
  }

  it('E12: takes a lifetime with a fraction', async () => {
    const { session, lab, client } = await refreshAnswered([{ body: { accessToken: 'opaque', expiresIn: 0.05 } }]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await firstValueFrom(client.get('/notes?n=2')); // refreshed before it was sent
    expect(session.signedIn()).toBeTrue();
    expect((await lab.counts()).refreshes).toBe(1);
  });

  for (const tokenType of ['Bearer', 'bearer', 'BEARER', null, undefined]) {
    it(`E13: takes a token of the type ${tokenType}`, async () => {
      const { session } = setup({
        session: { refresh: () => of({ accessToken: 'a', tokenType: tokenType as string }) },
      });
      session.start({ accessToken: 'first' });
      expect((await firstValueFrom(session.refresh$)).accessToken).toBe('a');
    });
  }

  it('E13: takes a token of another type where the application says how to use it', async () => {
    const { session } = setup({
      session: {
        authorize: (accessToken) => ({ Authorization: `DPoP ${accessToken}` }),
        refresh: () => of({ accessToken: 'a', tokenType: 'DPoP' }),
      },
    });
    session.start({ accessToken: 'first', tokenType: 'DPoP' });
    expect((await firstValueFrom(session.refresh$)).accessToken).toBe('a');
  });

  it('E16: the tokens of somebody else end the session, and nobody is sent with them', async () => {
    const { client, session, ended } = setup({
      session: { refresh: () => of({ accessToken: 'grace-1', subject: 'grace' }) },
    });
    const lab = await signIn(client, session, { subject: 'ada' });
    await lab.expire();
    const { error } = await outcome(client.get('/notes'));
    expect(isSessionEndedError(error) && error.reason).toBe('identity-changed');
    expect(ended).toEqual(['identity-changed']);
    expect((await lab.counts()).requests).toBe(1);
  });

  it('E16: the same subject, or none, goes on', async () => {
    const answers = [{ accessToken: 'ada-2', subject: 'ada' }, { accessToken: 'ada-3' }];
    const { session, ended } = setup({ session: { refresh: () => of(answers.shift()!) } });
    session.start({ accessToken: 'ada-1', subject: 'ada' });
    await firstValueFrom(session.refresh$);
    await firstValueFrom(session.refresh$);
    session.start({ accessToken: 'ada-4' }, { subject: 'ada' });
    expect(ended).toEqual([]);
  });

  it('E19: a 401 that the page may not read is a network failure, and refreshes nothing', async () => {
    const { client, session, ended } = setup();
    const lab = await signIn(client, session);
    await lab.faults({ api: { status: 401, noCors: true } });
    const { error } = await outcome(client.get('/notes'));
    expect(isAxiosError(error) && error.code).toBe('ERR_NETWORK');
    expect((await lab.counts()).refreshCalls).toBe(0);
    expect(ended).toEqual([]);
  });

  it('E20: works where the page may not read Retry-After', async () => {
    const { error } = await refreshAnswered({ status: 429, headers: { 'retry-after': '120', ...hidden } });
    const wait = (error as RefreshUnavailableError).retryAt.getTime() - Date.now();
    expect(wait).toBeLessThan(1000); // its own pause
  });

  it('E20: works where the page may not read WWW-Authenticate', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    await lab.faults({
      api: [{ status: 401, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"', ...hidden } }],
    });
    await firstValueFrom(client.get('/notes'));
    expect((await lab.counts()).refreshes).toBe(1);
  });

  it('E23: where nothing passes, the deadline ends the wait, and the next try goes on as before', async () => {
    const { error, session, client, lab } = await refreshAnswered([{ hang: 'arrival' }], {
      session: { deadline: 100 },
    });
    expect(isRefreshUnavailableError(error)).toBeTrue();
    expect(session.signedIn()).toBeTrue();
    // The call that hangs is given up after three deadlines; then the pauses end.
    await firstValueFrom(client.get('/notes?n=2').pipe(retry({ delay: 100 })));
    expect(session.state().failing).toBeFalse();
    expect((await lab.counts()).refreshes).toBe(1);
  });

  it('J6: what the server says about an error is in no message and in no URL', async () => {
    const { error } = await refreshAnswered(invalidGrant);
    expect(String(error) + JSON.stringify(error)).not.toContain('<b>');
  });
});
