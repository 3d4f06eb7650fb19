import { EMPTY, NEVER, Observable, of, throwError } from 'rxjs';
import { Answer } from './answer';
import { outcomeOf, RefreshOutcome, RefreshRules, refusedByDefault } from './refresh-outcome';
import { SessionEndedError } from './session-ended-error';

const answer = (status: number, headers: Record<string, string> = {}, body?: object): Answer => ({
  status,
  header: (name) => headers[name] ?? null,
  body: <T>() => body as T | undefined,
});

const RULES: RefreshRules = {
  tokens: 'body',
  answerOf: (failure) => (failure as { answer?: Answer } | null)?.answer,
};

function outcome(
  refresh: () => Observable<unknown> | null | undefined,
  rules: Partial<RefreshRules> = {},
): RefreshOutcome {
  let found: RefreshOutcome | undefined;
  outcomeOf(refresh, { ...RULES, ...rules }).subscribe((one) => (found = one));

  return found!;
}

const failed = (failure: unknown, rules: Partial<RefreshRules> = {}) => outcome(() => throwError(() => failure), rules);

describe('The outcome of a refresh', () => {
  it('is that there is nothing to refresh with, where the application says so', () => {
    for (const nothing of [null, undefined])
      expect(outcome(() => nothing)).toEqual({ kind: 'over', reason: 'no-refresh-token' });
  });

  it('proves nothing, and was not lost, where the answer is no token set', () => {
    for (const answer$ of [of({}), of(null), of('access'), EMPTY, of({ refreshToken: 'r' })]) {
      const { kind, lost, cause } = outcome(() => answer$) as Extract<RefreshOutcome, { kind: 'unavailable' }>;
      expect([kind, lost]).toEqual(['unavailable', undefined]);
      expect(cause.message).toBe(
        'What `refresh` answered is no token set: it needs an `accessToken` that can stand in a header, and for a `tokenType` other than Bearer the option `authorize`.',
      );
    }
  });

  it('is not read where cookies hold the tokens', () => {
    expect(outcome(() => of('whatever'), { tokens: 'cookies' })).toEqual({ kind: 'renewed', tokens: {} });
  });

  it('proves nothing where the refresh waited for itself', () => {
    const waited = failed(new SessionEndedError('refused'));
    expect(waited).toEqual({ kind: 'unavailable', cause: jasmine.any(Error) });
    expect((waited as { cause: Error }).cause.message).toMatch(
      /^The refresh waited for a refresh\. .*`refresh` is handed\.$/,
    );
  });

  it('was perhaps lost where there was no answer, and not where there was one', () => {
    expect(failed(new Error('network'))).toEqual(jasmine.objectContaining({ kind: 'unavailable', lost: true }));
    expect(failed({ answer: answer(503) })).toEqual({
      kind: 'unavailable',
      cause: jasmine.any(Error),
      retryAfter: undefined,
    });
    const refused = () => {
      throw new TypeError('broken');
    };
    expect(failed({ answer: answer(503) }, { refused })).toEqual({
      kind: 'unavailable',
      cause: jasmine.any(Error),
    });
  });

  it('is as late as the refresh', () => {
    expect(outcome(() => NEVER)).toBeUndefined();
  });

  it('keeps of a failure what identifies it, and nothing else', () => {
    const failure = Object.assign(new TypeError('broken'), { code: 'ERR', config: 'secret', answer: answer(500) });
    const { cause } = failed(failure) as { cause: Error };
    expect<object>({ ...cause, name: cause.name, message: cause.message }).toEqual({
      name: 'TypeError',
      message: 'broken',
      status: 500,
      code: 'ERR',
    });
  });

  it('has something to say of a failure that says nothing', () => {
    for (const failure of [null, undefined, {}, { name: 1, message: 2, code: 3 }]) {
      const { cause } = failed(failure) as { cause: Error & { code?: unknown } };
      expect([cause.name, cause.message, cause.code]).toEqual(['Error', 'The refresh failed.', undefined]);
    }
  });

  describe('is a refusal by default', () => {
    for (const [expected, what, of] of [
      [true, '401', answer(401)],
      [true, '400 invalid_grant', answer(400, {}, { error: 'invalid_grant' })],
      [false, '400 with another error', answer(400, {}, { error: 'invalid_request' })],
      [false, '400 without a body', answer(400)],
      [true, '403', answer(403)],
      [true, '403 of text that speaks of HTML', answer(403, { 'content-type': 'application/x; of=text/html' })],
      [false, '403 of HTML', answer(403, { 'content-type': 'Text/HTML; charset=utf-8' })],
      [true, '401 invalid_grant', answer(401, {}, { error: 'invalid_grant' })],
      [true, '401 with an error of its own', answer(401, {}, { error: 'gone' })],
      [false, '401 invalid_client', answer(401, {}, { error: 'invalid_client' })],
      [false, '401 invalid_request', answer(401, {}, { error: 'invalid_request' })],
      [false, '403 unauthorized_client', answer(403, {}, { error: 'unauthorized_client' })],
      [false, '403 invalid_scope', answer(403, {}, { error: 'invalid_scope' })],
      [false, '401 unsupported_grant_type', answer(401, {}, { error: 'unsupported_grant_type' })],
      [false, '404', answer(404)],
      [false, '500', answer(500)],
    ] as const) {
      it(`${expected ? 'at' : 'not at'} ${what}`, () => expect(refusedByDefault(of)).toBe(expected));
    }
  });
});
