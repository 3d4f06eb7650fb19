import type { Arrival, FoundToken } from './arrival.ts';

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

/** A violation for people, without any token. */
export interface Report {
  readonly invariant: Invariant;
  readonly message: string;
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
      crossed: has(({ kind, family }) => kind === 'access' && isOfAnother(stamp, family)),
      'body-changed': earlier.some((other) => other.body !== '' && body !== '' && other.body !== body),
      'third-send': earlier.length >= 2,
    };

    return (Object.keys(broken) as Invariant[])
      .filter((name) => broken[name])
      .map((invariant) => ({ invariant, arrival }));
  });
}

/** Names the invariant, the request and its tokens, as family/serial. */
export function report({ invariant, arrival }: Violation): Report {
  const { order, method, host, url, tokens, stamp } = arrival;
  const carried = tokens.map(
    ({ kind, family, serial, where, spent }) =>
      `${kind} token ${family}/${serial}${spent ? ', used up,' : ''} in ${PLACES[where]}`,
  );
  const message = [
    `${invariant}: ${method} ${host}${url}, arrival ${order}`,
    `with ${carried.join(' and ') || 'no token'}`,
    ...(stamp ? [`stamped ${JSON.stringify(stamp)}`] : []),
  ].join(', ');

  return { invariant, message };
}

const PLACES: Record<FoundToken['where'], string> = {
  url: 'the URL',
  header: 'a header',
  cookie: 'a cookie',
  body: 'the body',
  message: 'a message',
};

function isOutdated(stamp: Arrival['stamp'], kind: FoundToken['kind'], family: string, serial: number): boolean {
  return kind === 'access' && stamp?.session === family && stamp.newest !== undefined && serial < stamp.newest;
}

function isOfAnother(stamp: Arrival['stamp'], family: string): boolean {
  return stamp?.over === true || (stamp?.session !== undefined && stamp.session !== family);
}

function earlierSends(sends: Map<string, Arrival[]>, exchange: string, arrival: Arrival): Arrival[] {
  const known = sends.get(exchange) ?? [];
  const isSameSend = known.some(({ stamp }) => stamp?.send !== undefined && stamp.send === arrival.stamp?.send);
  if (isSameSend) return []; // the browser follows a redirect, or repeats what it thinks was lost
  sends.set(exchange, [...known, arrival]);

  return known;
}
