import { DOCUMENT } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import axios, { AxiosAdapter } from 'axios';
import { ALLOWED_ORIGINS, PAGE, URL_CORPUS, UrlCase } from '../../../e2e/urls/corpus';
import { AllowedOrigins } from '../session/allowed-origins';
import { outcome, setup } from '../testbed/backend';

/** The case in letters that can be told apart. */
function written({ url, baseURL, allowAbsoluteUrls, params, base }: UrlCase): string {
  const given = Object.entries({ baseURL, allowAbsoluteUrls, params, base }).filter(([, value]) => value !== undefined);

  return [url, ...given.flat()]
    .map((part) => JSON.stringify(part).replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`))
    .join(' ');
}

/** The origin that the document would connect to, resolved by an element of it rather than by the parser that gave the verdict. */
function destination(url: string): string {
  const link = document.createElement('a');
  link.href = url;

  return link.origin;
}

describe('The URL corpus', () => {
  const base = document.createElement('base');
  let opened: string | undefined;

  beforeEach(() => {
    spyOn(XMLHttpRequest.prototype, 'open').and.callFake((_method: string, url: string | URL) => {
      opened ??= destination(String(url)); // whatever comes second is a source map for the error
      throw new Error('far enough');
    });
  });
  afterEach(() => base.remove());

  for (const entry of URL_CORPUS) {
    const { row, url, to, carriesToken, why, baseURL, allowAbsoluteUrls, params } = entry;

    it(`${row}: ${carriesToken ? 'gives' : 'denies'} a token to ${written(entry)}: ${why}`, async () => {
      const { client, session } = setup({ config: { baseURL: undefined }, session: { origins: ALLOWED_ORIGINS } });
      session.start({ accessToken: 'secret' });
      const origins = new AllowedOrigins(ALLOWED_ORIGINS, TestBed.inject(DOCUMENT));
      base.href = entry.base ?? PAGE;
      document.head.prepend(base);

      let attached = false;
      const adapter: AxiosAdapter = (config) => {
        attached = config.headers.has('Authorization');
        opened = undefined;

        return axios.getAdapter('xhr')(config);
      };
      await outcome(client.request({ url, baseURL, allowAbsoluteUrls, params, adapter }));

      expect(attached).toBe(carriesToken);
      expect(verdict(origins, entry)).toBe(carriesToken);
      if (to !== null) expect(opened).toBe(to);
    });
  }
});

/** The verdict alone, on what axios makes of the URL. */
function verdict(origins: AllowedOrigins, { url, baseURL, allowAbsoluteUrls, params }: UrlCase): boolean {
  try {
    return origins.allows(axios.getUri({ url, baseURL, allowAbsoluteUrls, params }));
  } catch {
    return false; // axios refuses it
  }
}
