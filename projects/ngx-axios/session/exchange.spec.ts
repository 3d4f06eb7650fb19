import { TestBed } from '@angular/core/testing';
import { firstValueFrom, map, Observable, of, take, throwError } from 'rxjs';
import { FIRST, HttpFailure, SECOND, setup } from '../testbed/bare-session';
import { Credentials } from './credentials';
import { Exchange } from './exchange';
import { Exchanges } from './exchanges';
import { RefreshUnavailableError } from './refresh-unavailable-error';
import { SessionMemory } from './session-memory';
import { SessionStore } from './session-store';

const RECORD = { version: 1, tokens: FIRST, subject: 'ada', receivedAt: Date.now() };
const GRACE = { accessToken: 'of-grace' };

/** A store that takes its time, and holds this. */
const storeWith = (record: unknown): SessionStore => ({
  read: () => Promise.resolve(record),
  write: () => undefined,
  clear: () => undefined,
});

const begin = (): Exchange => TestBed.inject(Exchanges).begin();

/** The access token that a request goes with, or what it is told instead. */
const outcome = (credentials$: Observable<Credentials>): Promise<unknown> =>
  firstValueFrom(credentials$).then(
    ({ accessToken }) => accessToken,
    (error: { name: string; reason?: string }) => [error.name, error.reason].filter(Boolean).join(' '),
  );

describe('An exchange', () => {
  it('L3: belongs to whoever was there, though it began before that was known and somebody else is there by now', async () => {
    const { session } = setup({ store: storeWith(RECORD) });
    const exchange = begin();
    TestBed.inject(SessionMemory)
      .changes$.pipe(take(1))
      .subscribe(() => session.start(GRACE)); // the moment ada is found
    expect(await outcome(exchange.credentials$)).toBe('SessionEndedError replaced');
  });

  it('belongs to whoever signs in first, where it began while nobody was there', async () => {
    const { session } = setup({ store: storeWith(RECORD) });
    await outcome(session.credentials$);
    await session.end();
    const exchange = begin();
    session.start(GRACE);
    expect(await outcome(exchange.credentials$)).toBe('of-grace');
  });

  it('goes on without a token where it turns out that nobody is there', async () => {
    setup({ store: storeWith(null) });
    expect(await outcome(begin().credentials$)).toBeUndefined();
  });

  it('L2: is over where it began before that was known, and the user has signed out meanwhile', async () => {
    const { session } = setup({ store: storeWith(RECORD) });
    const exchange = begin();
    void session.end();
    expect(await outcome(exchange.credentials$)).toBe('SessionEndedError signed-out');
  });

  it('goes on where somebody has signed out and in again since it began, with nobody there', async () => {
    const { session } = setup();
    const exchange = begin();
    session.start(FIRST);
    await session.end();
    session.start(GRACE);
    expect(await outcome(exchange.credentials$)).toBe('of-grace');
  });

  it('is told why the refresh was refused, also when its own 401 comes after that', async () => {
    const refusal = new HttpFailure(401);
    const { session } = setup({}, () => throwError(() => refusal));
    session.start(FIRST);
    const exchange = begin();
    const sentWith = exchange.ready()!;
    const waited = (await firstValueFrom(session.refresh$).catch((error: unknown) => error)) as Error;
    const late = await firstValueFrom(exchange.recover(new Error('401'), sentWith, false)).catch(
      (error: unknown) => error,
    );
    expect(waited.cause).toBeInstanceOf(Error);
    expect(late).toEqual(
      jasmine.objectContaining({ name: 'SessionEndedError', reason: 'refused', cause: waited.cause }),
    );
  });

  it('goes on without a token where it began after a sign-out', async () => {
    const { session } = setup();
    session.start(FIRST);
    await session.end();
    expect(await outcome(begin().credentials$)).toBeUndefined();
  });

  it('is told that there is nothing to refresh with, where it has no failure of its own', async () => {
    const { session } = setup({}, () => null);
    session.start({ ...FIRST, expiresIn: 1 });
    const exchange = begin();
    const later = performance.now() + 5_000;
    spyOn(performance, 'now').and.returnValue(later);
    expect(exchange.ready()).toBeUndefined();
    expect(await outcome(exchange.credentials$)).toBe('SessionEndedError no-refresh-token');
  });

  it('P14: ends the same way when it is sent again before the refresh may be tried again, and tries then', async () => {
    const answers = [throwError(() => new HttpFailure(503, { 'retry-after': '7' })), of(SECOND)];
    const { session, calls } = setup({}, () => answers.shift()!);
    session.start(FIRST);
    const exchange = begin();
    const failure = new HttpFailure(401);
    const sentWith = exchange.ready()!;
    const recovered$ = exchange.recover(failure, sentWith, true).pipe(map(({ accessToken }) => accessToken));
    const unavailable = (await firstValueFrom(recovered$).catch((error: unknown) => error)) as RefreshUnavailableError;
    expect(unavailable.failure).toBe(failure);

    const [now, since] = [performance.now(), Date.now()];
    const left = unavailable.retryAt.getTime() - since;
    const later = (by: number) => {
      (performance.now as jasmine.Spy).and.returnValue(now + by);
      (Date.now as jasmine.Spy).and.returnValue(since + by);
    };
    spyOn(performance, 'now');
    spyOn(Date, 'now');
    later(left - 1);
    expect(exchange.ready()).toBeUndefined();
    expect(await firstValueFrom(exchange.credentials$).catch((error: unknown) => error)).toBe(unavailable);
    later(left);
    expect(calls.length).toBe(1);
    expect(exchange.ready()).toBeUndefined();
    expect(await outcome(exchange.credentials$)).toBe('access-1'); // which is not known to have run out
  });
});

describe('Exchanges', () => {
  it('have no header for a request without a token', () => {
    setup({ tokens: 'cookies' });
    expect(TestBed.inject(Exchanges).headers({ generation: 1, session: 1 }, 'GET', () => '/orders')).toEqual({});
  });
});
