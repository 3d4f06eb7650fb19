/**
 * What becomes of a number that two tabs raise in turns, each time under an exclusive Web Lock: who reads what was there before the last
 * holder has written loses that. In `localStorage`, and in IndexedDB. `node bench/stale-reads.ts`.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { openBrowser } from '../e2e/browser.ts';

const TURNS = 100;

/** Raises the number so many times. Runs in the page. */
async function raise({ turns, where }: { turns: number; where: string }): Promise<void> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error(where));
    });
  const opening = indexedDB.open('stale-reads');
  opening.onupgradeneeded = () => opening.result.createObjectStore('numbers');
  const database = await asked(opening);
  const places: Record<string, { read(): Promise<number>; write(n: number): Promise<void> }> = {
    localStorage: {
      read: async () => Number(localStorage.getItem('number') ?? 0),
      write: async (n) => localStorage.setItem('number', String(n)),
    },
    IndexedDB: {
      read: async () =>
        Number((await asked(database.transaction('numbers').objectStore('numbers').get('number'))) ?? 0),
      write: (n) =>
        new Promise((resolve) => {
          const transaction = database.transaction('numbers', 'readwrite');
          transaction.objectStore('numbers').put(n, 'number');
          transaction.oncomplete = () => resolve();
        }),
    },
  };
  const place = places[where]!;
  for (let turn = 0; turn < turns; turn++) {
    await navigator.locks.request(where, async () => place.write((await place.read()) + 1));
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000)); // until what was written last is everywhere
  document.title = String(await place.read());
}

const server = createServer((_request, response) =>
  response.setHeader('content-type', 'text/html').end('<title></title>'),
);
await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
const browser = await openBrowser();
try {
  for (const where of ['localStorage', 'IndexedDB']) {
    const context = await browser.newContext();
    const open = async (): Promise<Page> => {
      const page = await context.newPage();
      await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);

      return page;
    };
    const pages = [await open(), await open()];
    await Promise.all(pages.map((page) => page.evaluate(raise, { turns: TURNS, where })));
    const raised = Math.max(...(await Promise.all(pages.map(async (page) => Number(await page.title())))));
    console.log(`${where}: ${2 * TURNS - raised} of ${2 * TURNS} got lost`);
    await context.close();
  }
} finally {
  await browser.close();
  server.close();
}
