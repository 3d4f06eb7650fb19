import axios, { AxiosAdapter, AxiosRequestConfig } from 'axios';

/** Answers that can have no body (Fetch standard, "null body status"). */
const WITHOUT_BODY = [204, 205, 304];

/**
 * A response as axios's fetch adapter makes one of what has come when it counts the bytes. Chromium gives an answer that can have no
 * body an empty stream, which axios hands on and `Response` refuses.
 */
class CountedResponse extends Response {
  constructor(body?: BodyInit | null, init?: ResponseInit) {
    super(WITHOUT_BODY.includes(init?.status ?? 200) ? null : body, init);
  }
}

/** Has what really sends refuse redirects; only what speaks as axios's fetch adapter does can. */
export function refusingRedirects(send: AxiosAdapter): AxiosAdapter {
  return (config) => {
    const { fetchOptions, env } = config;
    config.fetchOptions = { ...fetchOptions, redirect: 'error' };
    config.env = { Response: CountedResponse as never, ...env };
    // As the XHR adapter does: servers refuse a type without a body.
    if (config.data === undefined) config.headers.setContentType(null);
    try {
      return send(config);
    } finally {
      Object.assign(config, { fetchOptions, env }); // read by then
    }
  };
}

/**
 * axios's fetch adapter, refusing redirects. XHR cannot: it follows every one, and takes bodies and all headers but
 * `Authorization` along, also to another origin.
 */
export const fetchWithoutRedirects = /* @__PURE__ */ refusingRedirects((config) =>
  axios.getAdapter('fetch', config)(config),
);

/** Whether the adapter is one that {@link fetchWithoutRedirects} can stand in for; an application's own is its own affair. */
export function isBrowserAdapter(adapter: AxiosAdapter, config: AxiosRequestConfig): boolean {
  return adapter.name === 'xhr' || adapter === axios.getAdapter('fetch', config);
}
