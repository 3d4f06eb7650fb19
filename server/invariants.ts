import type { Arrival, FoundToken } from './journal.ts';

/** What no client of this library may ever do, whatever happens to it. */
export type Invariant =
  | 'reuse' // a refresh token is presented again after the server has used it up
  | 'elsewhere' // a token reaches another host
  | 'in-url' // a token is in a URL
  | 'outdated' // an old access token is sent although this client holds a newer one
  | 'crossed' // a request of one sign-in carries the token of another
  | 'body-changed' // what is sent again is not what was sent
  | 'third-send'; // a request is sent more than twice

export interface Violation {
  readonly invariant: Invariant;
  readonly arrival: Arrival;
}

/**
 * Judges what arrived, in the order of arrival.
 *
 * @param home - The hosts that tokens may reach.
 */
export function violations(arrivals: readonly Arrival[], home: ReadonlySet<string>): Violation[] {
  const sends = new Map<string, Arrival[]>();

  return arrivals.flatMap((arrival) => {
    const { host, tokens, stamp, body } = arrival;
    const earlier =
      stamp?.exchange === undefined ? [] : earlierSends(sends, `${stamp.client} ${stamp.exchange}`, arrival);
    const has = (is: (token: FoundToken) => boolean) => tokens.some(is);
    const broken: Record<Invariant, boolean> = {
      reuse: has(({ kind, spent }) => kind === 'refresh' && spent),
      elsewhere: tokens.length > 0 && !home.has(host),
      'in-url': has(({ where }) => where === 'url'),
      outdated: has(({ kind, family, serial }) => isOutdated(stamp, kind, family, serial)),
      crossed: has(({ kind, family }) => kind === 'access' && stamp?.session !== undefined && stamp.session !== family),
      'body-changed': earlier.some((other) => other.body !== body),
      'third-send': earlier.length >= 2,
    };

    return (Object.keys(broken) as Invariant[])
      .filter((name) => broken[name])
      .map((invariant) => ({ invariant, arrival }));
  });
}

function isOutdated(stamp: Arrival['stamp'], kind: FoundToken['kind'], family: string, serial: number): boolean {
  return kind === 'access' && stamp?.session === family && stamp.newest !== undefined && serial < stamp.newest;
}

function earlierSends(sends: Map<string, Arrival[]>, exchange: string, arrival: Arrival): Arrival[] {
  const known = sends.get(exchange) ?? [];
  sends.set(exchange, [...known, arrival]);

  return known;
}
