import type { Stamp } from '../../../server/arrival';
import { BACKEND, ELSEWHERE, SECURE_BACKEND } from './origins';

/** Tells whose a request is while it is on its way to the network, which does not get to see it. */
export const EXCHANGE_HEADER = 'x-client-exchange';

const STAMP_HEADER = 'x-client-stamp';
const OURS = new Set([BACKEND, ELSEWHERE, SECURE_BACKEND]);

/** The browser's own: what it sends has no stamp. */
export const plainFetch = globalThis.fetch.bind(globalThis);
const { open, setRequestHeader, send } = XMLHttpRequest.prototype;

const requests = new WeakMap<XMLHttpRequest, { readonly url: string | URL; exchange?: string }>();
let stampOf: (exchange: string | undefined) => Stamp | undefined = () => undefined;
let sends = 0;
let sendsSeen = 0;

/** Says who knows what is true of a request in the moment it is handed to the network. */
export function stampWith(next: typeof stampOf): void {
  stampOf = next;
}

/** Whether anything has been sent to the server since the last call. */
export function wasUsed(): boolean {
  const used = sends > sendsSeen;
  sendsSeen = sends;

  return used;
}

/** The header that a request to the server gets, read now. */
function stampFor(url: string | URL, exchange: string | undefined): string | undefined {
  if (!OURS.has(new URL(url, document.baseURI).origin)) return undefined;

  const stamp = stampOf(exchange);
  sends++;

  return stamp && JSON.stringify({ ...stamp, send: sends });
}

XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...args: unknown[]) {
  requests.set(this, { url: args[1] as string | URL });
  open.apply(this, args as Parameters<typeof open>);
};

XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
  if (name.toLowerCase() === EXCHANGE_HEADER) requests.get(this)!.exchange = value;
  else setRequestHeader.call(this, name, value);
};

XMLHttpRequest.prototype.send = function (body) {
  const { url, exchange } = requests.get(this)!;
  const stamp = stampFor(url, exchange);
  if (stamp) setRequestHeader.call(this, STAMP_HEADER, stamp);
  send.call(this, body);
};

globalThis.fetch = (input, init) => {
  const isRequest = input instanceof Request;
  const headers = isRequest && !init?.headers ? input.headers : new Headers(init?.headers);
  const stamp = stampFor(isRequest ? input.url : input, headers.get(EXCHANGE_HEADER) ?? undefined);
  headers.delete(EXCHANGE_HEADER);
  if (stamp) headers.set(STAMP_HEADER, stamp);

  // A request keeps its own headers, which were changed in place.
  return plainFetch(input, isRequest && !init?.headers ? init : { ...init, headers });
};
