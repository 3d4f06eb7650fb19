import { EnvironmentProviders } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Observable, of } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { Answer } from '../session/answer';
import { Credentials } from '../session/credentials';
import { provideSession } from '../session/provide-session';
import { Session } from '../session/session';
import { SessionEvent } from '../session/session-event';
import { SessionMemory } from '../session/session-memory';
import { BodySessionOptions, SessionOptions } from '../session/session-options';
import { TokenSet } from '../session/token-set';

/** A failure as an HTTP client might throw it; the session is told how to read it. */
export class HttpFailure extends Error {
  constructor(
    readonly status: number,
    readonly headers: Record<string, string> = {},
    readonly data?: object,
  ) {
    super(`Request failed with status code ${status}`);
  }
}

export function answerOf(failure: unknown): Answer | undefined {
  if (!(failure instanceof HttpFailure)) return undefined;

  return {
    status: failure.status,
    header: (name) => failure.headers[name.toLowerCase()] ?? null,
    body: <T>() => failure.data as T | undefined,
  };
}

export interface BareSession {
  session: Session;
  /** How often `refresh` was called, and with what. */
  calls: TokenSet[];
  ended: string[];
  events: SessionEvent[];
}

/** A session without a client: `refresh` answers what the test says. */
export function setup(
  options: Partial<SessionOptions<object>> = {},
  answers: () => Observable<unknown> | null = () => of({}),
  ...more: EnvironmentProviders[]
): BareSession {
  const calls: TokenSet[] = [];
  TestBed.configureTestingModule({
    providers: [
      provideSession<object>(
        {
          tokens: 'body',
          refresh: (tokens: TokenSet) => {
            calls.push(tokens);
            return answers();
          },
          ...options,
        } as BodySessionOptions<object>,
        () => ({ http: {}, baseURL: 'https://api.example', answerOf }),
      ),
      ...more,
    ],
  });
  const session = TestBed.inject(Session);
  const ended: string[] = [];
  const events: SessionEvent[] = [];
  session.ended$.subscribe(({ reason }) => ended.push(reason));
  session.events$.subscribe((event) => events.push(event));

  return { session, calls, ended, events };
}

/** Virtual time for timers and for both clocks. */
export function inVirtualTime(test: (helpers: Parameters<Parameters<TestScheduler['run']>[0]>[0]) => void): void {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  spyOn(performance, 'now').and.callFake(() => scheduler.now());
  spyOn(Date, 'now').and.callFake(() => scheduler.now());
  spyOn(Math, 'random').and.returnValue(1);
  scheduler.run(test);
}

export const FIRST = { accessToken: 'access-1', refreshToken: 'refresh-1' };
export const SECOND = { accessToken: 'access-2', refreshToken: 'refresh-2' };

/** What is held now. */
export const held = () => TestBed.inject(SessionMemory).held.credentials;

export const token = ({ accessToken }: Credentials) => accessToken;
