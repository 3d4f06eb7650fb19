import { isPlatformBrowser } from '@angular/common';
import { DOCUMENT, inject, Injectable, PLATFORM_ID, REQUEST } from '@angular/core';
import { SERVER_ORIGIN } from './server-requests';

/** A base with which no relative URL can be parsed. */
const NOWHERE = 'about:blank';

/** Where the application runs: on a page, or on a server that renders one for somebody. */
@Injectable()
export class Page {
  readonly #document = inject(DOCUMENT);
  readonly #origin = inject(SERVER_ORIGIN, { optional: true });
  readonly #request = inject(REQUEST, { optional: true });

  readonly isInBrowser = isPlatformBrowser(inject(PLATFORM_ID));

  /** What relative URLs are resolved with. On a server never the address of the page, which the `Host` header names. */
  get baseURI(): string {
    return this.isInBrowser ? this.#document.baseURI : (this.#origin ?? NOWHERE);
  }

  /** The cookies that came with the request for the page, where the application has said that they may go on to its API. */
  get incomingCookies(): string | null {
    return this.#origin === null || !this.#request ? null : this.#request.headers.get('cookie');
  }

  /** Completes a URL that a browser would complete by itself. On a server without an origin it stays as it is. */
  complete(url: string): string {
    return this.isInBrowser || URL.canParse(url) || !URL.canParse(url, this.baseURI)
      ? url
      : new URL(url, this.baseURI).href;
  }
}
