import { after, afterEach } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import type { ServerOptions } from '../../server/server.ts';
import { openBrowser } from '../browser.ts';
import { Household } from './household.ts';

/** What the tests of one file share. */
export interface Stage {
  readonly household: Household;
  /** A profile without anything in it, in place of the one that the test had. */
  readonly newContext: () => Promise<BrowserContext>;
}

/** Opens a browser and a server, until the tests of the calling file are done. */
export async function openStage(options: ServerOptions): Promise<Stage> {
  const browser = await openBrowser();
  const household = await Household.open(options);
  let context: BrowserContext | undefined;
  const clear = () => context?.close();
  afterEach(clear);
  after(async () => {
    await browser.close();
    await household.close();
  });

  return {
    household,
    newContext: async () => {
      await clear();

      return (context = await browser.newContext());
    },
  };
}
