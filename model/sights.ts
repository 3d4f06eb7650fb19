/** What plays must come across now and then: one that is never seen means that the scripts have grown dull. */
export const SIGHTS = [
  'several wait for one refresh',
  'a late 401',
  'an answer after the deadline',
  'a refresh given up after its hard limit',
  'a refresh cut short by signing in or out',
  'a refresh token presented again after a lost answer',
  'a sign-in of the same subject',
  'a refresh before its time',
  'a refusal before its time',
  'a session found in the store',
  'refreshing does not help',
  'a request that waits twice',
  'ended: refused',
  'ended: no-refresh-token',
  'ended: signed-out',
  'ended: replaced',
  'ended: identity-changed',
  'sent twice and answered',
  'SessionEndedError',
  'RefreshUnavailableError',
  'NotReplayableError',
  'CanceledError',
] as const;

export type Sight = (typeof SIGHTS)[number];
