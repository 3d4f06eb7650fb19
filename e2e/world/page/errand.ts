import type { AxiosRequestConfig } from 'axios';

/** How the page's client is set up. */
export interface Settings {
  readonly origins: readonly string[];
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly refreshURL?: string;
  /** The header that carries the token; `Authorization` where not said. */
  readonly header?: string;
  readonly redirects?: 'follow';
  readonly adapter?: 'xhr' | 'fetch';
  /** A verdict on URLs that is wrong on purpose, to see that the tests notice. */
  readonly wrongVerdict?: WrongVerdict;
}

/** What others compare, each seen in the wild. */
export type WrongVerdict = 'starts with' | 'host only' | 'suffix' | 'absolute URLs only' | 'ignores <base>' | 'never';

/** A request that the page is to send. */
export type Errand = Pick<
  AxiosRequestConfig,
  'url' | 'baseURL' | 'allowAbsoluteUrls' | 'params' | 'method' | 'data' | 'headers'
> & {
  /** The adapter to watch the request with; the client's own, unwatched, where not said. */
  readonly adapter?: 'xhr' | 'fetch';
};

/** What the page knows of a request afterwards. */
export interface Outcome {
  /** The client has put the token on it, as far as it was watched. */
  attached: boolean;
  /** The URL has a user or a password in it, and then credentials of the caller's own. */
  readonly hasUserInfo: boolean;
  /** Why there was no answer, in axios's or the browser's words. */
  failure?: string;
}
