import { isNotReplayableError, NotReplayableError } from './not-replayable-error';
import { isRefreshUnavailableError, RefreshUnavailableError } from './refresh-unavailable-error';
import { isSessionEndedError, SessionEndedError } from './session-ended-error';
import { isSessionError, SessionError } from './session-error';
import { SessionEndReason } from './session-event';

const cause = new Error('why');
const failure = { secret: true };

describe('The errors', () => {
  for (const [error, isIt] of [
    [new SessionEndedError('refused', { cause, failure: 'first' }), isSessionEndedError],
    [new RefreshUnavailableError(new Date(7), { cause, failure: 'first' }), isRefreshUnavailableError],
    [new NotReplayableError({ cause, failure: 'first' }), isNotReplayableError],
  ] as [SessionError, (error: unknown) => boolean][]) {
    describe(error.name, () => {
      it('is told apart from the others', () => {
        const guards = [isSessionEndedError, isRefreshUnavailableError, isNotReplayableError];
        expect(guards.filter((guard) => guard(error))).toEqual([isIt as never]);
        expect(isSessionError(error)).toBeTrue();
        expect(
          [new Error(), {}, null, undefined, { name: error.name }].some(
            (other) => isSessionError(other) || isIt(other),
          ),
        ).toBeFalse();
      });

      it('is made anew for every request, with the same cause and what else it says', () => {
        const next = error.forRequest(failure);
        expect(next).not.toBe(error);
        expect(next.constructor).toBe(error.constructor);
        expect([next.failure, next.cause, next.message]).toEqual([failure, cause, error.message]);
        expect(next.toJSON()).toEqual(error.toJSON());
      });

      it('leaves the request out of JSON', () => {
        expect(JSON.stringify(error.forRequest(failure))).not.toContain('secret');
        expect(error.toJSON()).toEqual(jasmine.objectContaining({ name: error.name, message: error.message }));
      });
    });
  }

  it('say what has happened, in a sentence', () => {
    const reasons: SessionEndReason[] = [
      'refused',
      'no-refresh-token',
      'signed-out',
      'signed-out-elsewhere',
      'replaced',
      'identity-changed',
    ];
    const messages = reasons.map((reason) => new SessionEndedError(reason).message);
    expect(new Set(messages).size).toBe(reasons.length);
    for (const message of messages) expect(message).toMatch(/^The session has ended: .{20,}\.$/);
    expect(new SessionEndedError('refused').toJSON()).toEqual(jasmine.objectContaining({ reason: 'refused' }));
    expect(new RefreshUnavailableError(new Date(7)).toJSON()).toEqual(
      jasmine.objectContaining({ retryAt: new Date(7) }),
    );
    expect(new NotReplayableError().message).toMatch(/stream.*`replay: false`.*anew/);
    expect(new SessionEndedError('refused').cause).toBeUndefined();
  });
});
