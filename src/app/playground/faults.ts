import { concatMap, defer, delay, retry, timer } from 'rxjs';
import { allAnswered, Check, endedOnce, exactly, oneRefresh } from './check';
import { clockAhead$ } from './clock-ahead';
import { Fault, Stage } from './fault';
import { Findings } from './findings';

/** The faults that a visitor may choose. */
export type FaultName = 'none' | 'slow' | 'down' | 'refuse' | 'revoke' | 'late' | 'clock' | 'offline' | 'sign-out';

const REFUSAL = { status: 401, body: { title: 'The refresh token is not good.' } };

const recovered = (findings: Findings): Check[] => [...allAnswered(findings), ...oneRefresh(findings)];
const afterOneRefusalEach = (findings: Findings): Check[] => [
  ...recovered(findings),
  // A tab that comes later may have been sent the fresh token of another.
  ...(findings.tabs === 1 ? [exactly('Refused by the server', findings.page.asked, findings.server.expired)] : []),
];
/** The server works again after a while, as soon as it can be told so. */
const goodAgainAfter =
  (milliseconds: number) =>
  ({ lab }: Stage) =>
    timer(milliseconds).pipe(concatMap(() => lab.spoil({}).pipe(retry({ delay: 500 }))));

export const FAULTS: Readonly<Record<FaultName, Fault>> = {
  none: {
    label: 'None: the token has expired',
    promise: 'Every request is refused once, waits for one refresh, is sent again and answered.',
    checks: afterOneRefusalEach,
  },
  slow: {
    label: 'Slow refresh',
    promise:
      'The refresh takes two seconds. Half of the requests start meanwhile: they wait and are not refused. All are answered.',
    script: { refresh: { delay: { arrival: 2_000 } } },
    secondHalfAfter: 800,
    checks: (findings) => [
      ...recovered(findings),
      ...(findings.tabs === 1
        ? [exactly('Refused by the server', Math.ceil(findings.page.asked / 2), findings.server.expired)]
        : []),
    ],
  },
  down: {
    label: 'Auth server down for ten seconds',
    promise:
      'Nobody is signed out. Requests fail with RefreshUnavailableError; tried again at its retryAt, they are answered when the server is back.',
    script: { refresh: { status: 503 } },
    triesAgain: true,
    meanwhile: goodAgainAfter(10_000),
    checks: recovered,
  },
  refuse: {
    label: 'Refuse the refresh',
    promise: 'The session ends once. Every request fails with SessionEndedError, and none is sent again.',
    script: { refresh: { ...REFUSAL, delay: { arrival: 700 } } },
    checks: (findings) => endedOnce('refused', findings),
  },
  revoke: {
    label: 'Revoke the session',
    promise:
      'The server has ended the session. Its refusal ends it here too, once, and every request fails with SessionEndedError.',
    revokes: true,
    checks: (findings) => endedOnce('refused', findings),
  },
  late: {
    label: 'A late 401',
    promise:
      'One 401 comes long after the refresh. It is no reason for another: that request is sent again with the token held now.',
    script: { api: [{ delay: { reply: 1_500 } }] },
    checks: afterOneRefusalEach,
  },
  clock: {
    label: 'Wrong clock of the device',
    promise:
      'The clock of this page is a day ahead. It is never compared with the expiry of a token: one refresh, as with the right time.',
    meanwhile: () => clockAhead$,
    checks: afterOneRefusalEach,
  },
  offline: {
    label: 'Offline for five seconds',
    promise:
      'No connection works. That proves nothing, so nobody is signed out; what is tried again is answered when the network is back.',
    script: { api: { destroy: 'before' }, refresh: { destroy: 'before' } },
    triesAgain: true,
    meanwhile: goodAgainAfter(5_000),
    checks: recovered,
  },
  'sign-out': {
    label: 'Sign out in the middle',
    promise:
      'Signing out wins. All that wait fail with SessionEndedError, none is sent again, and whatever the refresh brings is dropped.',
    script: { refresh: { delay: { arrival: 2_000 } } },
    meanwhile: ({ session, allWait$ }) =>
      allWait$.pipe(
        delay(600),
        concatMap(() => defer(() => session.end())),
      ),
    checks: (findings) => [
      ...endedOnce('signed-out', findings),
      exactly('Session at the end', 'signed out', findings.signedIn ? 'signed in' : 'signed out'),
    ],
  },
};
