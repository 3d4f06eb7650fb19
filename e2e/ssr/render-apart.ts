/**
 * Renders pages in a process of its own, which ends by itself or not at all. Reads what to render, answers the pages and what the
 * renders have touched that no server has a use for.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { loadRenderer } from './renderer.ts';

export interface Order {
  readonly apiOrigin: string;
  /** What is logged is shown as deep as anybody could look, which takes its time. */
  readonly showsAll?: true;
  readonly pages: readonly { readonly url: string; readonly cookie?: string }[];
}

export interface Delivery {
  readonly pages: readonly string[];
  /** What of a browser was reached for. */
  readonly touched: readonly string[];
  /** How long the timers were, in milliseconds, that somebody would wait for. */
  readonly timers: readonly number[];
  /** What kept the process alive before the renders and after them. */
  readonly resources: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** A shorter timer only gives way to others. */
const LONG = 1_000;

const touched: string[] = [];
const timers: number[] = [];

const trap = (target: object, name: string) =>
  Object.defineProperty(target, name, { configurable: true, get: () => void touched.push(name) });
for (const name of ['BroadcastChannel', 'indexedDB', 'localStorage', 'sessionStorage']) trap(globalThis, name);
trap(navigator, 'locks');

for (const name of ['setTimeout', 'setInterval'] as const) {
  const original = globalThis[name];
  const watched = (callback: () => void, delay = 0, ...rest: []) => {
    if (delay >= LONG) timers.push(delay);

    return original(callback, delay, ...rest);
  };
  Object.assign(globalThis, { [name]: Object.assign(watched, original) });
}

const { apiOrigin, pages: asked, showsAll } = JSON.parse(readFileSync(0, 'utf8')) as Order;
if (showsAll) Object.assign(inspect.defaultOptions, { depth: 20, showHidden: true });
const { engine } = await loadRenderer(apiOrigin);
const render = async ({ url, cookie }: Order['pages'][number]) => {
  const answer = await engine.handle(new Request(url, { headers: cookie === undefined ? {} : { cookie } }));

  return (await answer?.text()) ?? '';
};
await render(asked[0]!); // loads what is loaded once

/** What keeps the process alive once all has been done that was about to be. */
const resources = async () => {
  await wait(LONG);

  return process.getActiveResourcesInfo();
};
const before = await resources();
const pages = await Promise.all(asked.map(render));
const delivery: Delivery = {
  pages,
  touched,
  timers,
  resources: { before, after: await resources() },
};
process.stdout.write(JSON.stringify(delivery));
