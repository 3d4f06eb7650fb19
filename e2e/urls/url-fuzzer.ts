import type { Errand } from '../world/page/errand.ts';
import { URL_CORPUS } from './corpus.ts';
import { Random } from './random.ts';

/** Characters that parsers strip, fold, split at, or refuse. */
const CHARACTERS = [
  ...'\t\n\r\0 \u0001\u001f\u007f\u0085\u00a0\u00ad\u200b\u200d\u2028\u2060\ufeff\ufffd',
  ...'/\\:@?#%.;&=[]<>^|`"\'{}~!$()*+,_-0179aAzZ',
  ...'\u3002\uff0e\uff61\u2024\uff0f\u2044\u2215\uff1a\uff20\uff03\uff1f\u2100\u2488',
  ...'\uff41\u24d0\u2170\u0430\u0456\u03b1\u0131\u017f\u212a\u00df\u0130\u0301\u0308',
  '\ud835\udc1a',
  '\ud800',
];
const SCHEMES = ['https:', 'https:', 'https:', 'http:', 'http:', 'HTTPS:', 'hTtp:', '', '', '', 'https', 'ht\ntps:'];
const ODD_SCHEMES = ['blob:https:', 'data:', 'file:', 'ftp:', 'wss:', 'javascript:', 'about:', 'url:https:', 'x:'];
const SLASHES = ['//', '//', '//', '//', '/\\', '\\\\', '\\/', '/', '', '///', '/\t/', '//\\', '////', '/./', '/../'];
const USERS = ['', '', '', '', '', 'user@', 'u:p@', '@', ':@', 'api.example.com@', 'api.example.com:443@', 'a%40b@'];
const HOSTS = ['api.example.com', 'api.example.com', 'evil.example', 'b\u00fccher.example', 'xn--bcher-kva.example'];
const ADDRESSES = [
  'localhost',
  '127.0.0.1',
  '[::1]',
  '192.0.2.1',
  '[2001:db8::1]',
  '0x7f.1',
  '2130706433',
  '3221225985',
];
const PORTS = ['', '', '', '', ':443', ':80', ':4300', ':4300', ':0443', ':04300', ':', ':8443', ':4301', ':65536'];
const PATHS = ['', '', '/', '/orders', '/../admin', '/%2e%2e/x', '//evil.example', '/\\evil.example', '/@evil.example'];
const TAILS = [
  '',
  '',
  '',
  '?x',
  '?@evil.example',
  '?//evil.example',
  '#x',
  '#@evil.example',
  '\\@evil.example',
  ' ',
  '\0',
];
const BASE_URLS = ['https://api.example.com', 'https://api.example.com/v1/', '/', '/api', '', '//api.example.com'];
const OTHER_BASE_URLS = [
  'https://evil.example',
  '//evil.example',
  '\\\\evil.example',
  'https://api.example.com@evil.example',
];
const BASES = [
  'https://api.example.com/',
  'https://api.example.com/v1/x',
  'http://localhost:4300/',
  'https://evil.example/',
];
const OTHER_BASES = [
  '//api.example.com',
  'https://user:password@api.example.com/',
  'data:,x',
  '/folder/',
  'https:api.example.com',
];
const PAGES = ['http://app.example.com', 'https://app.example.com', 'http://localhost:4300'] as const;

/** What one document is asked to send. */
export interface Batch {
  /** The origin of the page. */
  readonly page: (typeof PAGES)[number];
  /** Its `<base href>`. */
  readonly base: string | undefined;
  readonly errands: readonly Errand[];
}

/** Makes URLs that nobody would write: the same ones for the same seed. */
export class UrlFuzzer {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  batch(size: number): Batch {
    const random = this.#random;
    const bases = [undefined, undefined, ...BASES, ...OTHER_BASES, random.pick(URL_CORPUS).url];

    return {
      page: random.pick(PAGES),
      base: random.pick(bases),
      errands: Array.from({ length: size }, () => this.#errand()),
    };
  }

  #errand(): Errand {
    const random = this.#random;
    const known = random.pick(URL_CORPUS);
    const url = this.#mutate(random.percent(50) ? known.url : this.#compose(), random.pick([0, 1, 1, 1, 2, 3]));
    const baseURL = random.percent(35) ? this.#baseURL() : random.percent(50) ? known.baseURL : undefined;

    return {
      url,
      baseURL,
      adapter: random.pick(['xhr', 'fetch']),
      ...(random.percent(20) ? { allowAbsoluteUrls: false } : {}),
      ...(random.percent(15) ? { params: { [random.pick(['x', '@evil.example/', '#'])]: '//evil.example' } } : {}),
    };
  }

  #baseURL(): string {
    const random = this.#random;
    const baseURL = random.pick([...BASE_URLS, ...BASE_URLS, ...OTHER_BASE_URLS, this.#compose()]);

    return this.#mutate(baseURL, random.pick([0, 0, 0, 1]));
  }

  /** A URL part by part, each right or odd. */
  #compose(): string {
    const random = this.#random;
    const scheme = random.percent(6) ? random.pick(ODD_SCHEMES) : random.pick(SCHEMES);

    return [
      scheme,
      random.pick(SLASHES),
      random.pick(USERS),
      this.#host(),
      random.pick(PORTS),
      random.pick(PATHS),
      random.pick(TAILS),
    ].join('');
  }

  /** A host, as it is written, dressed up, or as part of another. */
  #host(): string {
    const random = this.#random;
    const host = random.pick(random.percent(70) ? HOSTS : ADDRESSES);
    const at = random.below(host.length);

    return random.pick([
      host,
      host,
      host.toUpperCase(),
      `${host}.`,
      `${host}.evil.example`,
      `evil.${host}`,
      `evil${host}`,
      host.slice(0, -1),
      host.replaceAll('.', random.pick(['\u3002', '\uff0e', '%2e', '..', ''])),
      host.slice(0, at) + `%${host.charCodeAt(at).toString(16)}` + host.slice(at + 1),
      host.slice(0, at) + String.fromCharCode(host.charCodeAt(at) + 0xfee0) + host.slice(at + 1), // full width
      host.slice(0, at) + random.pick(CHARACTERS) + host.slice(at),
    ]);
  }

  #mutate(url: string, times: number): string {
    const random = this.#random;
    for (let left = times; left > 0; left--) {
      const at = random.below(url.length + 1);
      const [before, letter, after] = [url.slice(0, at), url.slice(at, at + 1), url.slice(at + 1)];
      url = random.pick([
        before + random.pick(CHARACTERS) + letter + after,
        before + random.pick(CHARACTERS) + letter + after,
        before + random.pick(CHARACTERS) + after,
        before + after,
        before + letter + letter + after,
        before + encodeURIComponent(letter.toWellFormed()) + after,
        before + `%${(letter.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}` + after,
        before + letter.toUpperCase() + after,
        random.pick(CHARACTERS) + url,
        url + random.pick(CHARACTERS),
        before + random.pick(URL_CORPUS).url.slice(random.below(12)),
      ]);
    }

    return url;
  }
}
