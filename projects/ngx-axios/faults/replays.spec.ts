import axios, {
  AxiosAdapter,
  AxiosError,
  AxiosRequestConfig,
  AxiosResponse,
  InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios';
import { AxiosEvent, isNotReplayableError, isRefreshUnavailableError, withAxios } from 'ngx-axios';
import { firstValueFrom, toArray } from 'rxjs';
import { arrivals, outcome, setup, signIn } from '../testbed/backend';

const bytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));

async function sha256(content: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await content.arrayBuffer()));

  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The digests of the bodies that the server has seen on a path. */
async function bodiesAt(path: string): Promise<string[]> {
  return (await arrivals()).filter(({ url }) => url.endsWith(path)).map(({ body }) => body);
}

/** What an adapter of the application's own might answer. */
function answered(config: InternalAxiosRequestConfig, status: number): AxiosResponse {
  const response = { config, status, statusText: '', data: '', headers: {} };
  if (status === 401) throw new AxiosError('Unauthorized', 'ERR_BAD_REQUEST', config, {}, response);

  return response;
}

const random = bytes(60_000);
const json = { text: 'ä\u2028"', list: [1, { a: null }] };

describe('Sending again', () => {
  for (const adapter of ['xhr', 'fetch'] as const) {
    for (const [what, data, expected] of [
      ['JSON', json, JSON.stringify(json)],
      ['text', 'ä text\r\n', 'ä text\r\n'],
      ['URLSearchParams', new URLSearchParams({ a: 'ä b', c: '&' }), 'a=%C3%A4+b&c=%26'],
      ['a Blob', new Blob([random]), random],
      ['a File', new File([random], 'a.bin', { type: 'application/x-bin' }), random],
      ['an ArrayBuffer', random.buffer, random],
      ['nothing', undefined, ''],
    ] as [string, unknown, BlobPart][]) {
      it(`B2: sends ${what} again byte for byte, with the adapter ${adapter}`, async () => {
        const { client, session } = setup({ config: { adapter } });
        const lab = await signIn(client, session);
        await lab.expire();
        await outcome(client.post('/notes', data));
        const digest = await sha256(new Blob([expected]));
        expect(await bodiesAt('/notes')).toEqual([digest, digest]);
      });
    }

    it(`B2: sends a form with a file again, with the adapter ${adapter}`, async () => {
      const { client, session } = setup({ config: { adapter } });
      const lab = await signIn(client, session);
      await lab.expire();
      const form = new FormData();
      form.append('note', 'ä');
      form.append('file', new File([random], 'ä.bin', { type: 'application/x-bin' }));

      const receipt = await firstValueFrom(client.post('/files', form));

      expect(receipt).toEqual({ name: 'ä.bin', size: random.length, sha256: await sha256(new Blob([random])) });
      const [first, second, ...more] = await bodiesAt('/files');
      expect(first).toBe(second!); // but for the boundary, which the browser makes up for every send
      expect(more).toEqual([]);
    });
  }

  const buffer = () => bytes(1000).buffer;
  for (const [what, make, change] of [
    ['a buffer', buffer, (data: ArrayBuffer) => new Uint8Array(data).fill(0)],
    ['a form', () => new FormData(), (data: FormData) => data.append('late', 'x')],
    ['an object', () => ({ text: 'early', list: [{ a: 1 }] }), (data: { text: string }) => (data.text = 'late')],
    ['parameters', () => new URLSearchParams('a=1'), (data: URLSearchParams) => data.append('late', 'x')],
    // No transform of axios's stands between these and the network.
    ['a view that is sent as it is', () => bytes(1000), (data: Uint8Array) => data.fill(0)],
    [
      'parameters that are sent as they are',
      () => new URLSearchParams('a=1'),
      (data: URLSearchParams) => data.append('late', 'x'),
    ],
  ] as [string, () => unknown, (data: never) => unknown][]) {
    it(`B4: sends what ${what} was when it was subscribed to, whatever the caller does with it later`, async () => {
      const { client, session } = setup();
      const lab = await signIn(client, session);
      await lab.expire();
      await lab.faults({ refresh: { delay: { arrival: 200 } } });
      const data = make();
      const config: AxiosRequestConfig = what.includes('as ') ? { transformRequest: (given: unknown) => given } : {};
      const sent = outcome(client.post('/notes', data, config));
      await lab.until(({ refreshCalls }) => refreshCalls === 1);
      change(data as never);
      await sent;

      const [first, second, ...more] = await bodiesAt('/notes');
      expect(first).toBe(second!);
      expect(more).toEqual([]);
    });
  }

  it('B6: an idempotency key that an interceptor makes up stays the same', async () => {
    const keys: unknown[] = [];
    const watched: AxiosAdapter = (config) => {
      if (config.url === '/notes') keys.push(config.headers.get('Idempotency-Key'));

      return axios.getAdapter('xhr', config)(config);
    };
    const { client, session } = setup({
      config: { adapter: watched },
      features: [
        withAxios(({ interceptors }) => {
          interceptors.request.use((config) => {
            config.headers.set('Idempotency-Key', crypto.randomUUID());

            return config;
          });
        }),
      ],
    });
    const lab = await signIn(client, session);
    await lab.expire();
    keys.length = 0;
    await firstValueFrom(client.post('/notes', { text: 'once' }));
    expect(keys.length).toBe(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('B9: a write that breaks off after a refresh is not sent again', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    await lab.expire();
    await lab.faults({ api: [{ status: 401 }, { destroy: 'after' }] });
    const { error } = await outcome(client.post('/notes', { text: 'once' }));
    expect(isAxiosError(error) && error.code).toBe('ERR_NETWORK');
    expect((await lab.counts()).requests).toBe(2);
  });

  it('B11: the timeout of axios counts for each send, and not while a request waits', async () => {
    const { client, session } = setup({ config: { timeout: 700 } });
    const lab = await signIn(client, session);
    await lab.expire();
    await lab.faults({ refresh: { delay: { arrival: 500 } }, api: { delay: { arrival: 300 } } });
    await firstValueFrom(client.get('/notes')); // 300 + 500 + 300
    expect((await lab.counts()).requests).toBe(2);
  });

  it('B11: patience counts the waiting of a request in all', async () => {
    const { client, session } = setup({ session: { patience: 600 } });
    const lab = await signIn(client, session);
    await lab.expire();
    await lab.faults({
      refresh: { delay: { arrival: 400 } },
      api: [{ status: 401 }, { status: 401 }, { status: 401 }],
    });
    const first = outcome(client.get('/notes?n=1'));
    await lab.until(({ refreshCalls }) => refreshCalls === 1);
    const since = performance.now();
    // Waits for the first refresh, is refused with its token, and waits for the second one: no longer than what is left.
    const { error } = await outcome(client.get('/notes?n=2'));
    const waited = performance.now() - since;
    await first;

    expect(isRefreshUnavailableError(error)).toBeTrue();
    expect(waited).toBeGreaterThan(500);
    expect((await lab.counts()).refreshCalls).toBe(2);
    await session.end();
  });

  it('B12: tells upload progress as a second attempt, from the beginning', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    await lab.expire();
    const form = new FormData();
    form.append('file', new File([bytes(60_000), bytes(60_000), bytes(60_000)], 'a.bin'));

    const events = await firstValueFrom(client.events({ method: 'post', url: '/files', data: form }).pipe(toArray()));

    const uploads = events.filter((event): event is AxiosEvent & { type: 'upload' } => event.type === 'upload');
    const attempts = uploads.map(({ attempt }) => attempt);
    expect(new Set(attempts)).toEqual(new Set([1, 2]));
    expect(attempts).toEqual([...attempts].sort());
    expect(uploads.at(-1)!.loaded).toBe(uploads.at(-1)!.total!);
  });

  for (const responseType of ['blob', 'arraybuffer', 'stream', 'text', 'document'] as const) {
    it(`B13: a 401 is noticed with the response type ${responseType}`, async () => {
      const adapter = responseType === 'stream' ? 'fetch' : 'xhr';
      const { client, session } = setup({ config: { adapter } });
      const lab = await signIn(client, session);
      await lab.expire();
      const { status } = await firstValueFrom(client.request({ url: '/notes', responseType }));
      expect(status).toBe(200);
      expect((await lab.counts()).refreshes).toBe(1);
    });
  }

  for (const [what, adapter] of [
    ['xhr', 'xhr'],
    ['fetch', 'fetch'],
    ['a list', ['fetch', 'xhr']],
    ['a function', (config) => axios.getAdapter('xhr', config)(config)],
  ] as [string, AxiosRequestConfig['adapter']][]) {
    for (const [method, url] of [
      ['get', '/notes'],
      ['head', '/notes'],
      ['post', '/notes'],
      ['delete', '/notes/1'],
    ] as const) {
      it(`B14, B15: a 401 to ${method.toUpperCase()} is recovered with the adapter ${what}`, async () => {
        const { client, session } = setup();
        const lab = await signIn(client, session);
        await lab.faults({ api: [{ status: 401 }, { status: 200, body: [] }] });
        const { value, error } = await outcome<AxiosResponse>(client.request({ method, url, adapter }));
        expect(error).toBeUndefined();
        expect(value?.status).toBe(200);
        expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 2, refreshes: 1 }));
      });
    }
  }

  it('B15: a 401 to OPTIONS is recovered', async () => {
    const statuses = [401, 200];
    const adapter: AxiosAdapter = async (config) => answered(config, statuses.shift()!);
    const { client, session } = setup();
    const lab = await signIn(client, session);
    const { value } = await outcome<AxiosResponse>(client.request({ method: 'options', url: '/notes', adapter }));
    expect(value?.status).toBe(200);
    expect((await lab.counts()).refreshes).toBe(1);
  });

  it('B10: says that a request which may not be sent again was not', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    await lab.faults({ api: [{ status: 401, delay: { reply: 10 } }] });
    const { error } = await outcome(client.post('/notes', { text: 'once' }, { replay: false }));
    expect(isNotReplayableError(error)).toBeTrue();
    expect((error as { failure: Error }).failure.message).toBe('Request failed with status code 401');
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 1, refreshes: 1 }));
  });
});
