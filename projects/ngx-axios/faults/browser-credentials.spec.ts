import { AxiosRequestConfig, isAxiosError } from 'axios';
import { arrivals, BACKEND, ELSEWHERE, Options, outcome, setup, signIn } from '../testbed/backend';

const XSRF = 'X-XSRF-TOKEN';

/** What the page hands to the network, by either way. */
interface Sent {
  readonly way: 'xhr' | 'fetch';
  readonly method: string;
  readonly url: string;
  readonly xsrf: string | null;
  readonly credentials: boolean;
  readonly redirect?: string;
}

/** What every URL of this test has in it. */
let mark = '';

/** A client whose requests can be told from those that an earlier test has left on their way. */
function marked({ config, ...options }: Options = {}) {
  return setup({ ...options, config: { params: { mark }, ...config } });
}

/** Watches what the browser is asked to send. */
function watchNetwork(): Sent[] {
  const sent: Sent[] = [];
  const note = (one: Sent) => {
    if (one.url.includes(mark)) sent.push(one);
  };
  const { prototype } = XMLHttpRequest;
  const asked = new WeakMap<XMLHttpRequest, { method: string; url: string; headers: Headers }>();
  const original = { open: prototype.open, set: prototype.setRequestHeader, send: prototype.send, fetch };
  spyOn(prototype, 'open').and.callFake(function (this: XMLHttpRequest, ...args: unknown[]) {
    asked.set(this, { method: String(args[0]), url: String(args[1]), headers: new Headers() });
    original.open.apply(this, args as never);
  } as never);
  spyOn(prototype, 'setRequestHeader').and.callFake(function (this: XMLHttpRequest, name: string, value: string) {
    asked.get(this)!.headers.set(name, value);
    original.set.call(this, name, value);
  });
  spyOn(prototype, 'send').and.callFake(function (this: XMLHttpRequest, body) {
    const { method, url, headers } = asked.get(this)!;
    note({ way: 'xhr', method, url, xsrf: headers.get(XSRF), credentials: this.withCredentials });
    original.send.call(this, body);
  });
  spyOn(globalThis, 'fetch').and.callFake((input, init) => {
    const { method, url, headers, credentials, redirect } = input instanceof Request ? input : new Request(input, init);
    const redirects = init?.redirect ?? redirect;
    note({
      way: 'fetch',
      method,
      url,
      xsrf: headers.get(XSRF),
      credentials: credentials === 'include',
      redirect: redirects,
    });

    return original.fetch(input, init);
  });

  return sent;
}

describe('What the browser attaches', () => {
  beforeEach(() => {
    mark = crypto.randomUUID();
    document.cookie = 'XSRF-TOKEN=canary-xsrf; path=/';
  });
  afterEach(() => (document.cookie = 'XSRF-TOKEN=; path=/; max-age=0'));

  for (const adapter of ['xhr', 'fetch'] as const) {
    for (const [what, config] of [
      ['true', { withXSRFToken: true }],
      ['a function', { withXSRFToken: () => true }],
      ['a word', { withXSRFToken: 'yes' as never }],
    ] as [string, AxiosRequestConfig][]) {
      it(`U9: the XSRF token goes to listed origins only, where withXSRFToken is ${what}, with the adapter ${adapter}`, async () => {
        const warn = spyOn(console, 'warn');
        const { client, session } = marked({ config: { adapter, ...config } });
        await signIn(client, session);
        const sent = watchNetwork();
        await outcome(client.post(`${ELSEWHERE}/health`, {}));
        await outcome(client.post('/notes', { text: 'x' }));

        expect(sent.map(({ xsrf }) => xsrf)).toEqual([null, what === 'a word' ? null : 'canary-xsrf']);
        expect(warn).toHaveBeenCalledTimes(1);
      });
    }

    it(`U10: cookies go to listed origins only, where withCredentials is the default, with the adapter ${adapter}`, async () => {
      const warn = spyOn(console, 'warn');
      const { client, session } = marked({ config: { adapter, withCredentials: true } });
      await signIn(client, session);
      const sent = watchNetwork();
      await outcome(client.get(`${ELSEWHERE}/health`));
      await outcome(client.get('/notes'));
      await outcome(client.get('/notes', { headers: { Authorization: 'Basic own' } }));
      await outcome(client.get(`${ELSEWHERE}/health?n=2`, { headers: { Authorization: 'Basic own' } }));
      expect(sent.map(({ credentials }) => credentials)).toEqual([false, true, true, false]);
      expect(warn).toHaveBeenCalledWith(jasmine.stringContaining('`origins`'));
    });

    it(`U10: what has nothing to do with the session is sent as the caller says, with the adapter ${adapter}`, async () => {
      const { client } = marked({ config: { adapter } });
      const sent = watchNetwork();
      await outcome(client.get(`${ELSEWHERE}/health`, { withCredentials: true, withXSRFToken: true, session: false }));
      expect(sent).toEqual([jasmine.objectContaining({ credentials: true, xsrf: 'canary-xsrf' })]);
    });

    it(`U9: hands out the configuration of the caller all the same, with the adapter ${adapter}`, async () => {
      spyOn(console, 'warn');
      const { client } = marked({ config: { adapter, withCredentials: true } });
      const { value } = await outcome<{ config: AxiosRequestConfig }>(client.request({ url: `${ELSEWHERE}/health` }));
      expect(value!.config.withCredentials).toBeTrue();
    });
  }

  it('U10: the refresh of tokens in bodies brings no cookies', async () => {
    const { client, session } = marked();
    const lab = await signIn(client, session);
    await lab.expire();
    const sent = watchNetwork();
    await outcome(client.get('/notes'));
    expect(sent.map(({ url, credentials }) => [new URL(url).pathname.split('/').at(-1), credentials])).toEqual([
      ['notes', false],
      ['refresh', false],
      ['notes', false],
    ]);
  });

  it('U7: what changes something and carries the XSRF token follows no redirect', async () => {
    const { client, session } = marked({ config: { withXSRFToken: true } });
    const lab = await signIn(client, session);
    const sent = watchNetwork();
    await lab.faults({ api: { redirect: `${ELSEWHERE}/health` } });
    const { error } = await outcome(client.post('/notes', { text: 'x' }));

    expect(isAxiosError(error)).toBeTrue();
    expect(sent).toEqual([jasmine.objectContaining({ way: 'fetch', redirect: 'error', xsrf: 'canary-xsrf' })]);
    expect((await arrivals()).some(({ host }) => host === new URL(ELSEWHERE).host)).toBeFalse();
  });

  for (const [what, method, config, expected] of [
    ['a safe method goes without it', 'get', {}, { way: 'xhr', xsrf: null }],
    [
      'a safe method carries it when asked to, and follows no redirect',
      'get',
      { withXSRFToken: true },
      { way: 'fetch', xsrf: 'canary-xsrf' },
    ],
    ['HEAD goes without it', 'head', {}, { way: 'xhr', xsrf: null }],
    [
      'a write carries it, and follows no redirect',
      'post',
      {},
      { way: 'fetch', redirect: 'error', xsrf: 'canary-xsrf' },
    ],
    ['a write goes without it when told so', 'post', { withXSRFToken: false }, { way: 'xhr', xsrf: null }],
    [
      'an upload that is watched stays on XHR',
      'post',
      { onUploadProgress: () => undefined },
      { way: 'xhr', xsrf: 'canary-xsrf' },
    ],
    ['a cookie of another name is none', 'post', { xsrfCookieName: 'other' }, { way: 'xhr', xsrf: null }],
  ] as [string, string, AxiosRequestConfig, Partial<Sent>][]) {
    it(`U7, U9: within the page's own origin, ${what}`, async () => {
      const { client, session } = marked({ config: { baseURL: location.origin } });
      session.start({ accessToken: 'a' });
      const sent = watchNetwork();
      await outcome(client.request({ method, url: '/nothing', data: method === 'post' ? {} : undefined, ...config }));
      expect(sent).toEqual([jasmine.objectContaining(expected)]);
    });
  }

  it('U7: follows redirects with it where the application takes the risk', async () => {
    const { client, session } = marked({ config: { withXSRFToken: true }, session: { redirects: 'follow' } });
    await signIn(client, session);
    const sent = watchNetwork();
    await outcome(client.post('/notes', { text: 'x' }));
    expect(sent).toEqual([jasmine.objectContaining({ way: 'xhr', xsrf: 'canary-xsrf' })]);
    expect(BACKEND).toContain('localhost');
  });
});
