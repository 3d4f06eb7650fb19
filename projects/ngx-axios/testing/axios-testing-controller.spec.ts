import { TestBed } from '@angular/core/testing';
import { AxiosClient, provideAxios, withAxios } from 'ngx-axios';
import { AxiosTestingController, provideAxiosTesting } from 'ngx-axios/testing';
import { firstValueFrom } from 'rxjs';

/** Long enough for what comes at all; nobody waits for it but who expects in vain. */
const SHORT = 20;

function setup(patience = SHORT) {
  // As most applications have one. Without it axios sends at once.
  const asynchronous = withAxios(({ interceptors }) => interceptors.request.use(async (config) => config));
  TestBed.configureTestingModule({
    providers: [provideAxios({ baseURL: '/api' }, asynchronous), provideAxiosTesting({ patience })],
  });
  const client = TestBed.inject(AxiosClient);
  const send = (method: string, url: string, more: object = {}) =>
    client.request({ method, url, ...more }).subscribe({ error: () => undefined });

  return { client, network: TestBed.inject(AxiosTestingController), send };
}

describe('AxiosTestingController', () => {
  describe('#expectOne', () => {
    it('waits for a request that is on its way', async () => {
      const { network, send } = setup(60_000);
      const expected = network.expectOne('/orders');
      setTimeout(() => send('get', '/orders'), 10);
      expect((await expected).url).toBe('/api/orders');
    });

    it('waits in real time where the clock of the test stands still', async () => {
      jasmine.clock().install();
      try {
        const { network, send } = setup();
        send('get', '/orders');
        expect((await network.expectOne('/orders')).url).toBe('/api/orders');
        await expectAsync(network.expectOne('/orders')).toBeRejectedWithError(/found none within 20 ms/);
      } finally {
        jasmine.clock().uninstall();
      }
    });

    it('finds a request by the URL as it is asked for, or as it is written', async () => {
      const { network, send } = setup();
      for (const url of ['/api/orders?page=2', '/orders']) {
        send('get', '/orders', { params: { page: 2 } });
        expect((await network.expectOne(url)).url).toBe('/api/orders?page=2');
      }
      send('get', '/orders', { params: { page: 2 } });
      await network.expectNone('/api/orders');
    });

    it('finds a request by method, whatever its case, by both, or by what is sent', async () => {
      const { network, send } = setup();
      for (const match of [{ method: 'POST' }, { method: 'post', url: '/b' }, ({ data = '' }) => data === '{"b":1}']) {
        send('get', '/a');
        send('post', '/b', { data: { b: 1 } });
        expect((await network.expectOne(match)).request.url).toBe('/b');
        expect(network.match({ url: '/a' }).length).toBe(1);
      }
    });

    it('gives every request to one who expects it only', async () => {
      const { network, send } = setup();
      for (const _ of [1, 2]) {
        send('get', '/orders');
        await network.expectOne('/orders');
      }
      await expectAsync(network.expectOne('/orders')).toBeRejected();
    });

    it('says that nothing was received', async () => {
      const { network } = setup();
      await expectAsync(network.expectOne({ url: '/orders' })).toBeRejectedWithError(
        'Expected one request for (any method) /orders, found none within 20 ms. Nothing was received.',
      );
    });

    it('says what was received instead, and what became of it, without what was sent', async () => {
      const { network, send } = setup();
      const headers = { Authorization: 'Bearer secret-1' };
      send('get', '/open', { headers });
      send('post', '/answered', { data: { password: 'secret-2' } });
      send('get', '/failed');
      send('get', '/cancelled', { signal: AbortSignal.timeout(0) });
      (await network.expectOne('/answered')).flush(null, { status: 401 });
      (await network.expectOne('/failed')).error();
      const { message } = (await network.expectOne('/orders', 'the orders').catch((error: unknown) => error)) as Error;
      expect(message).toBe(
        'Expected one request for the orders, found none within 20 ms. Received: ' +
          'GET /api/open (open), POST /api/answered (answered with 401), GET /api/failed (failed), GET /api/cancelled (cancelled).',
      );
    });

    it('fails when there are several, also when one was quicker', async () => {
      const { network, client, send } = setup(60_000);
      client.axiosRef.interceptors.request.use(async (config) => {
        for (let turns = config.method === 'put' ? 20 : 0; turns > 0; turns--) await undefined;
        return config;
      });
      const expected = network.expectOne('/orders');
      send('get', '/orders');
      send('put', '/orders');
      await expectAsync(expected).toBeRejectedWithError(
        'Expected one request for /orders, found 2. Received: GET /api/orders (open), PUT /api/orders (open).',
      );
    });

    it('names a predicate that nothing satisfies', async () => {
      const { network } = setup();
      const withoutBody = () => false;
      await expectAsync(network.expectOne(withoutBody)).toBeRejectedWithError(/for the predicate withoutBody, found/);
    });
  });

  describe('#expectNone', () => {
    it('passes when no request matches', async () => {
      const { network, send } = setup();
      send('get', '/orders');
      await expectAsync(network.expectNone('/other')).toBeResolved();
    });

    it('fails when one does that is still on its way', async () => {
      const { network, send } = setup();
      send('get', '/orders');
      await expectAsync(network.expectNone('/orders')).toBeRejectedWithError(
        'Expected no request for /orders, found 1. Received: GET /api/orders (open).',
      );
    });
  });

  describe('#match', () => {
    it('takes what is here, and nothing twice', async () => {
      const { network, send } = setup();
      send('get', '/a');
      send('get', '/b');
      await network.expectNone('/c');
      expect(network.match(() => true).map(({ url }) => url)).toEqual(['/api/a', '/api/b']);
      expect(network.match(() => true)).toEqual([]);
    });
  });

  describe('#verify', () => {
    it('passes when every request was taken, answered or not', async () => {
      const { network, send } = setup();
      send('get', '/orders');
      await network.expectOne('/orders');
      await expectAsync(network.verify()).toBeResolved();
    });

    it('fails when requests are left, also one that is still on its way', async () => {
      const { network, send } = setup();
      send('get', '/orders');
      await expectAsync(network.verify()).toBeRejectedWithError(
        'Expected no further requests, found 1: GET /api/orders (open).',
      );
    });

    it('counts those that were cancelled, unless told otherwise', async () => {
      const { network, send } = setup();
      const sent = send('get', '/orders');
      await network.expectNone('/other');
      sent.unsubscribe();
      await expectAsync(network.verify()).toBeRejectedWithError(/GET \/api\/orders \(cancelled\)/);
      await expectAsync(network.verify({ ignoreCancelled: true })).toBeResolved();
      send('get', '/open');
      await expectAsync(network.verify({ ignoreCancelled: true })).toBeRejectedWithError(/found 1: GET \/api\/open/);
    });
  });

  it('has an interceptor that takes its time waited for', async () => {
    TestBed.configureTestingModule({
      providers: [
        provideAxiosTesting(),
        provideAxios(
          {},
          withAxios(({ interceptors }) =>
            interceptors.request.use((config) => new Promise((done) => setTimeout(() => done(config), 30))),
          ),
        ),
      ],
    });
    const answer = firstValueFrom(TestBed.inject(AxiosClient).get('/x'));
    (await TestBed.inject(AxiosTestingController).expectOne('/x')).flush('there');
    expect(await answer).toBe('there');
  });
});
