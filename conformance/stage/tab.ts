import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import type { Errand, Facts, Outcome, Settings, Told } from '../page/errand.ts';
import type { Stage } from '../page/stage.ts';

/** What a system has to settle a request at the most. A correct one takes a fraction of it, on any machine. In milliseconds. */
export const PATIENCE = 10_000;

/** One tab with an application over the system under test. */
export class Tab {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async open(context: BrowserContext, origin: string): Promise<Tab> {
    const page = await context.newPage();
    await page.goto(origin);

    return new Tab(page);
  }

  begin = (settings: Settings): Promise<void> => this.#call('open', settings);
  facts = (): Promise<Facts> => this.#call('facts');
  signIn = (name: 'ada' | 'grace'): Promise<string> => this.#call('signIn', name);
  signOut = (): Promise<void> => this.#call('signOut');
  send = (errands: readonly Errand[]): Promise<number[]> => this.#call('send', errands);
  cancel = (ids: readonly number[]): Promise<void> => this.#call('cancel', ids);
  outcomes = (ids: readonly number[], patience = PATIENCE): Promise<Outcome[]> => this.#call('outcomes', ids, patience);
  told = (): Promise<Told> => this.#call('told');
  calls = (): Promise<number> => this.#call('calls');
  mend = (): Promise<void> => this.#call('mend');
  haveTokensReady = (): Promise<void> => this.#call('haveTokensReady');
  changeForms = (): Promise<void> => this.#call('changeForms');
  runOut = (minutes: number): Promise<void> => this.#call('runOut', minutes);
  sleep = (minutes: number): Promise<void> => this.#call('sleep', minutes);
  goTo = (url: string): Promise<string> => this.#call('goTo', url);
  address = (): Promise<string> => this.#call('address');
  navigations = (): Promise<number> => this.#call('navigations');
  isStable = (): Promise<boolean> => this.#call('isStable');

  /** Sends, and waits for what comes of it. */
  async ask(errands: readonly Errand[]): Promise<Outcome[]> {
    return this.outcomes(await this.send(errands));
  }

  async reload(settings: Settings): Promise<void> {
    await this.#page.reload();
    await this.begin(settings);
  }

  /** Stops everything in this tab, as sleep or a debugger does. What it holds it keeps. */
  async stop(): Promise<void> {
    const devtools = await this.#page.context().newCDPSession(this.#page);
    await devtools.send('Debugger.enable');
    await devtools.send('Debugger.pause');
    const runs = this.#page.evaluate(() => true).catch(() => false); // the first statement that should not run any more
    if (await Promise.race([runs, wait(500, false)])) throw new Error('The tab has not stopped.');
  }

  #call<Method extends keyof Stage>(
    method: Method,
    ...given: Parameters<Stage[Method]>
  ): Promise<Awaited<ReturnType<Stage[Method]>>> {
    return this.#page.evaluate(
      ({ method: name, given: args }) => {
        const { stage } = globalThis as unknown as { stage: Record<string, (...args: unknown[]) => unknown> };

        return stage[name]!(...args);
      },
      { method, given: given as unknown[] },
    ) as Promise<Awaited<ReturnType<Stage[Method]>>>;
  }
}
