import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import type { Arrival } from '../../server/arrival.ts';
import type { Counts } from '../../server/counts.ts';
import type { FaultScript } from '../../server/fault.ts';
import type { Errand, Outcome, Settings, Told } from '../page/errand.ts';
import type { Held, HowToHold } from './doorman.ts';
import { census, notes } from './judge.ts';
import type { Site } from './site.ts';
import { PATIENCE, Tab } from './tab.ts';
import { Hang, Unkept } from './unkept.ts';

/** How long an access token lives where a scenario says nothing else: longer than any. In seconds. */
export const LIFETIME = 600;
/** So many arrivals of one request have no end any more. */
const ENDLESS = 12;

/** What a scenario plays on: a tab with the application, the server's door and its books. */
export class Scene {
  readonly #context: BrowserContext;
  readonly #site: Site;
  readonly #settings: Settings;
  readonly #tab: Tab;
  readonly #tabs: Tab[];
  readonly #byTheClock: boolean;
  #session = '';

  private constructor(context: BrowserContext, site: Site, settings: Settings, tab: Tab, byTheClock: boolean) {
    this.#context = context;
    this.#site = site;
    this.#settings = settings;
    this.#tab = tab;
    this.#tabs = [tab];
    this.#byTheClock = byTheClock;
  }

  static async open(context: BrowserContext, site: Site, settings: Settings, byTheClock = false): Promise<Scene> {
    site.doorman.forget();
    site.doorman.judge([]);
    const tab = await Tab.open(context, site.origin);
    await tab.begin(settings);

    return new Scene(context, site, settings, tab, byTheClock);
  }

  // What the user and the application do

  /** Signs in, and answers the server's name for the sign-in: from now on the one that is meant. */
  async signIn(name: 'ada' | 'grace' = 'ada'): Promise<string> {
    this.#session = await this.#tab.signIn(name);

    return this.#session;
  }

  get session(): string {
    return this.#session;
  }

  signOut = (): Promise<void> => this.#tab.signOut();
  send = (errands: readonly Errand[]): Promise<number[]> => this.#tab.send(errands);
  ask = (errands: readonly Errand[]): Promise<Outcome[]> => this.#tab.ask(errands);
  outcomes = (ids: readonly number[], patience?: number): Promise<Outcome[]> => this.#tab.outcomes(ids, patience);
  cancel = (ids: readonly number[]): Promise<void> => this.#tab.cancel(ids);
  changeForms = (): Promise<void> => this.#tab.changeForms();
  told = (): Promise<Told> => this.#tab.told();
  goTo = (url: string): Promise<string> => this.#tab.goTo(url);
  address = (): Promise<string> => this.#tab.address();
  navigations = (): Promise<number> => this.#tab.navigations();
  isStable = (): Promise<boolean> => this.#tab.isStable();
  reload = (): Promise<void> => this.#tab.reload(this.#settings);

  /** The device sleeps: its clock goes on, and nothing else. */
  sleep = (minutes: number): Promise<void> => this.#tab.sleep(minutes);

  async openTab(): Promise<Tab> {
    const tab = await Tab.open(this.#context, this.#site.origin);
    await tab.begin(this.#settings);
    this.#tabs.push(tab);

    return tab;
  }

  /** Asks, but not for ever where the request is sent again and again. */
  async askUnlessEndless(errands: readonly Errand[], part: string): Promise<Outcome[]> {
    const before = this.arrivals(part).length;
    const ids = await this.send(errands);
    const ended = new AbortController();
    const endless = async (): Promise<never> => {
      while (!ended.signal.aborted) {
        const count = this.arrivals(part).length - before;
        if (count >= ENDLESS) throw new Unkept(`it was sent again and again: ${count} times until this was stopped`);
        await wait(20);
      }
      return new Promise(() => undefined);
    };

    return Promise.race([this.outcomes(ids).finally(() => ended.abort()), endless()]);
  }

  /** In a while a request is answered without a sign-in. */
  async soonAnswered(): Promise<void> {
    const until = Date.now() + PATIENCE;
    for (let n = 0; ; n++) {
      const [outcome] = await this.outcomes(await this.send(notes(1, `soon-${n}`)), until + 1_000 - Date.now());
      if (outcome!.state === 'answered') return;
      if (outcome!.state === 'pending') throw new Hang('afterwards: a request has no outcome');
      if (Date.now() > until) throw new Unkept(`afterwards: no answer any more, but ${outcome!.error}`);
      await wait(250);
    }
  }

  // The function that refreshes

  /** How often it has been called. */
  calls = (): Promise<number> => this.#tab.calls();
  /** It works again. */
  mend = (): Promise<void> => this.#tab.mend();
  /** It has what it needs to answer without a request. */
  haveTokensReady = (): Promise<void> => this.#tab.haveTokensReady();

  // The server

  get prefix(): string {
    return this.#settings.api.prefix;
  }

  get refreshPath(): string {
    return this.#settings.api.refresh;
  }

  get expiredStatus(): number {
    return this.#settings.api.expired.status;
  }

  get refusedStatus(): number {
    return this.#settings.api.refused.status;
  }

  get port(): string {
    return new URL(this.#site.origin).port;
  }

  /** The page keeps access tokens where no other tab can see them, and the refresh token is a cookie. */
  get inMemory(): boolean {
    return this.#settings.api.delivery === 'access-in-memory';
  }

  hold = (part: string, how?: Partial<HowToHold>): Held => this.#site.doorman.hold(part, how);

  /** Waits until something is held. Not for ever, and not when what should lead there has settled already. */
  async reached({ part, arrived }: Held, ids: readonly number[], tab = this.#tab): Promise<void> {
    const settled = new Promise<never>((_, reject) => {
      void tab.outcomes(ids).then(
        (outcomes) => reject(new Unkept(`${part} was not called: ${census(outcomes)}`)),
        () => undefined, // the page is gone
      );
    });
    await Promise.race([arrived, settled]);
  }

  /** Requests with this in their URL are refused as if their token had expired, whatever they bring. */
  refuse(part: string): void {
    this.#site.doorman.refuse(part, this.#settings.api.expired);
  }

  /** The server takes every access token for expired from now on; so does a client that goes by the clock alone. */
  async expire(): Promise<void> {
    await this.takeBack();
    if (this.#byTheClock) await Promise.all(this.#tabs.map((tab) => tab.runOut(LIFETIME / 60)));
  }

  /** The server takes every access token back before its time. */
  takeBack = (): Promise<void> => this.#lab('expire');
  /** The server ends the sign-in: no token is good any more. */
  async revoke(): Promise<void> {
    await this.#lab('revoke');
    if (this.#byTheClock) await this.#tab.runOut(LIFETIME / 60);
  }

  faults = (script: FaultScript): Promise<void> => this.#lab('faults', script);

  async counts(session = this.#session): Promise<Counts> {
    return (await fetch(`${this.#site.origin}/lab/${session}/counts`)).json() as Promise<Counts>;
  }

  /** What has arrived with this in its URL, in order. */
  arrivals(part: string): Arrival[] {
    return this.#site.doorman.arrivals.filter(({ url, method }) => url.includes(part) && method !== 'OPTIONS');
  }

  /** Those of them that carried a token which the client, not the browser, attached. */
  withToken(part: string): Arrival[] {
    return this.arrivals(part).filter(({ tokens }) => tokens.some(({ where }) => where !== 'cookie'));
  }

  /** How often the request came that came most often. */
  mostSends(): number {
    const counts = Map.groupBy(this.arrivals('n='), ({ url }) => url);

    return Math.max(...[...counts.values()].map(({ length }) => length));
  }

  async until(is: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const until = Date.now() + PATIENCE;
    while (!(await is())) {
      if (Date.now() > until) throw new Unkept(`it has not come to this: ${what}`);
      await wait(20);
    }
  }

  async #lab(what: 'expire' | 'revoke' | 'faults', body?: object): Promise<void> {
    await fetch(`${this.#site.origin}/lab/${this.#session}/${what}`, {
      method: 'POST',
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  }
}
