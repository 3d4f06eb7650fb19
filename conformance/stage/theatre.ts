import type { Browser } from 'playwright-core';
import { DEMO, FLOWS, KINDS, type Dialect } from '../../server/dialect.ts';
import type { DialectName, Facts, Settings } from '../page/errand.ts';
import type { Circumstances, Scenario } from '../scenarios/scenario.ts';
import { bundle } from './bundle.ts';
import { circumvent } from './circumvent.ts';
import { LIFETIME, Scene } from './scene.ts';
import { Site } from './site.ts';
import { Hang, Unkept } from './unkept.ts';

const DIALECTS: Record<DialectName, Dialect> = { ...KINDS, memory: DEMO, ...FLOWS };
/** Longer than the patience with a system, in milliseconds. */
const TIMEOUT = 20_000;
/** What a scenario may take at the most: several waits, one after the other. In milliseconds. */
const CURTAIN = 60_000;

/** What a scenario came to for a system. */
export interface Verdict {
  readonly outcome: 'pass' | 'fail' | 'hang' | 'n/a';
  /** What was seen, or why it does not apply. */
  readonly reason?: string;
}

/** Plays scenarios with one system, one after the other, each in a profile of its own. */
export class Theatre {
  readonly facts: Facts;
  readonly #browser: Browser;
  readonly #script: string;
  readonly #sites = new Map<string, Promise<Site>>();

  private constructor(browser: Browser, script: string, facts: Facts) {
    this.#browser = browser;
    this.#script = script;
    this.facts = facts;
  }

  static async open(browser: Browser, system: string): Promise<Theatre> {
    const script = await bundle(system);
    const page = await browser.newPage();
    await page.setContent('<!doctype html>');
    await page.addScriptTag({ content: script });
    const facts = await page.evaluate(() => (globalThis as unknown as { stage: { facts(): Facts } }).stage.facts());
    await page.close();

    return new Theatre(browser, script, facts);
  }

  async close(): Promise<void> {
    for (const site of this.#sites.values()) await (await site).close();
  }

  async play({ needs = [], circumstances = {}, play }: Scenario): Promise<Verdict> {
    const { without } = this.facts;
    const missing = needs.find((feature) => without[feature]);
    if (missing) return { outcome: 'n/a', reason: without[missing]! };

    const api = this.#dialect(circumstances);
    if (!api) return { outcome: 'n/a', reason: `it does not speak of tokens in this way` };

    const { delivery: _, opaque = false, lifetime = LIFETIME, ahead = 0, locks, ...others } = circumstances;
    const site = await this.#site(lifetime, opaque);
    const settings: Settings = { api, refreshing: 'usual', timeout: TIMEOUT, ...others };
    const context = await this.#browser.newContext();
    try {
      await context.addInitScript(circumvent, { ahead, locks });
      await before(CURTAIN, play(await Scene.open(context, site, settings, this.facts.byTheClock)));

      return { outcome: 'pass' };
    } catch (error) {
      if (error instanceof Hang) return { outcome: 'hang', reason: error.message };
      if (error instanceof Unkept) return { outcome: 'fail', reason: error.message };

      throw error;
    } finally {
      await context.close();
    }
  }

  #dialect({ delivery }: Circumstances): Dialect | undefined {
    return this.facts.speaks.map((name) => DIALECTS[name]).find((one) => !delivery || one.delivery === delivery);
  }

  #site(accessLifetime: number, opaque: boolean): Promise<Site> {
    const key = `${accessLifetime} ${opaque}`;
    const known = this.#sites.get(key) ?? Site.open(this.#script, { accessLifetime, opaque });
    this.#sites.set(key, known);

    return known;
  }
}

async function before(milliseconds: number, play: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Hang('the scenario does not come to its end')), milliseconds);
  });
  play.catch(() => undefined); // it goes on after the curtain
  await Promise.race([play, late]).finally(() => clearTimeout(timer));
}
