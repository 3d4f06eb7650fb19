import { chromium as playwright, type Browser } from 'playwright-core';
import { chromium, CHROMIUM_FLAGS } from '../scripts/chromium.ts';

/** The browser that the journeys drive: the Chromium of this machine. */
export function openBrowser(flags: readonly string[] = []): Promise<Browser> {
  return playwright.launch({ executablePath: chromium(), args: [...CHROMIUM_FLAGS, ...flags] });
}
