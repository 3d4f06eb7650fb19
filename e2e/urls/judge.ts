import type { Errand, Outcome } from '../world/page/errand.ts';
import type { Arrival } from '../world/world.ts';

/** One request, as the client saw it and as it arrived, if it did. */
export interface Sending {
  readonly errand: Errand;
  readonly outcome: Outcome;
  readonly arrivals: readonly Arrival[];
}

/** What came of a request. The first four may not happen. */
export type Judgement =
  | 'leak' // the token arrived at an origin that is not in the list, or elsewhere than in its header
  | 'miss' // it was held back from an allowed origin
  | 'lost' // it was attached, and the request arrived without it
  | 'stuck' // it was attached, and the request never arrived
  | 'carried' // it arrived where it may
  | 'withheld' // the request arrived elsewhere, without it
  | 'own credentials' // the URL brought others along, and the token stayed
  | 'nowhere'; // nothing was sent

/** Judges what arrived, and not what the client believes to have sent. */
export function judge({ errand, outcome, arrivals }: Sending, token: string, origins: readonly string[]): Judgement {
  if (arrivals.some((arrival) => leaks(arrival, token, origins))) return 'leak';

  const [arrival] = arrivals;
  if (!arrival) return outcome.attached && !isRefused(errand, outcome) ? 'stuck' : 'nowhere';
  if (arrival.headers.authorization === `Bearer ${token}`) return 'carried';
  if (outcome.attached) return 'lost';
  if (!origins.includes(arrival.origin)) return 'withheld';

  return outcome.hasUserInfo ? 'own credentials' : 'miss';
}

/** Whether a request brought the token to the wrong place, or in the wrong place: a URL, a Referer, a body. */
export function leaks({ origin, path, headers, body }: Arrival, token: string, origins: readonly string[]): boolean {
  const { authorization = '', ...others } = headers;
  const elsewhere = JSON.stringify([path, others, body]).includes(token);

  return elsewhere || (authorization.includes(token) && !origins.includes(origin));
}

/**
 * Whether somebody else has refused to send it: axios, which knows no scheme like this one and takes digits for the beginning of
 * one, or the browser, to which a tab or newline and a `<` together look like markup left open.
 */
function isRefused({ url = '', baseURL = '' }: Errand, { failure }: Outcome): boolean {
  return failure === 'ERR_BAD_REQUEST' || (/[\t\n\r]/.test(baseURL + url) && (baseURL + url).includes('<'));
}
