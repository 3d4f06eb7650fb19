import { TestBed } from '@angular/core/testing';
import { AxiosError, AxiosRequestConfig, AxiosResponse, CanceledError, CreateAxiosDefaults } from 'axios';
import { AxiosClient, AxiosEvent, provideAxios, withAxios } from 'ngx-axios';
import { AxiosTestingController, provideAxiosTesting } from 'ngx-axios/testing';
import { firstValueFrom, toArray } from 'rxjs';

function setup(config: CreateAxiosDefaults = {}) {
  const seen: unknown[] = [];
  TestBed.configureTestingModule({
    providers: [
      provideAxiosTesting(),
      provideAxios(
        { baseURL: '/api', ...config },
        withAxios(({ interceptors }) =>
          interceptors.response.use(
            (response) => (seen.push(response.status), response),
            (error: AxiosError) => (seen.push(error.code), Promise.reject(error)),
          ),
        ),
      ),
    ],
  });
  const client = TestBed.inject(AxiosClient);
  const network = TestBed.inject(AxiosTestingController);
  /** Sends a request and waits until it has arrived. */
  const arrived = async (request: AxiosRequestConfig = {}) => {
    const answer = firstValueFrom(client.request({ url: '/x', ...request }));
    const failure = answer.then(
      () => undefined,
      (error: unknown) => error as AxiosError,
    );

    return { answer, failure, request: await network.expectOne('/x') };
  };

  return { client, network, arrived, seen };
}

describe('TestRequest', () => {
  it('shows what is sent: method, URL, headers, and the body as it is on the wire', async () => {
    const { arrived } = setup();
    const { request } = await arrived({ method: 'post', params: { a: 1 }, data: { b: 2 }, headers: { 'X-Own': '3' } });
    expect(request.url).toBe('/api/x?a=1');
    expect(request.request.method).toBe('post');
    expect(request.request.data).toBe('{"b":2}');
    expect(request.request.headers.get('X-Own')).toBe('3');
    expect(request.request.headers.getContentType()).toContain('application/json');
  });

  it('shows it as it was, whatever becomes of the configuration', async () => {
    const { arrived } = setup();
    const { request, answer } = await arrived();
    request.flush();
    const { config } = await answer;
    config.headers.set('X-Later', '1');
    config.url = '/later';
    expect(request.request.headers.has('X-Later')).toBeFalse();
    expect(request.request.url).toBe('/x');
  });

  describe('#flush', () => {
    const answered = async (body: unknown, config: AxiosRequestConfig = {}): Promise<AxiosResponse> => {
      const { request, answer } = await setup().arrived(config);
      request.flush(body);

      return answer;
    };

    it('answers with JSON, which axios reads', async () => {
      const { data, status, headers } = await answered({ a: [1, null, true] });
      expect({ data, status, type: headers['content-type'] as unknown }).toEqual({
        data: { a: [1, null, true] },
        status: 200,
        type: 'application/json',
      });
    });

    it('answers with a text, which axios reads as it does on the wire', async () => {
      expect((await answered('hello')).data).toBe('hello');
      TestBed.resetTestingModule();
      expect((await answered('{"a":1}')).data).toEqual({ a: 1 });
    });

    it('answers with nothing', async () => {
      for (const body of [null, undefined]) {
        TestBed.resetTestingModule();
        const { data, status } = await answered(body);
        expect({ data, status }).toEqual({ data: '', status: 204 });
      }
    });

    it('hands over what is no text as it is', async () => {
      const blob = new Blob(['x']);
      expect((await answered(blob, { responseType: 'blob' })).data).toBe(blob);
      TestBed.resetTestingModule();
      expect((await answered(null, { responseType: 'arraybuffer' })).data).toBeNull();
    });

    it('answers with the status, its text and the headers that it is given', async () => {
      const { arrived, seen } = setup();
      const { request, answer } = await arrived();
      request.flush({}, { status: 201, statusText: 'Created', headers: { 'X-Total': '7', 'Content-Type': 'text/x' } });
      const { status, statusText, headers } = await answer;
      expect([status, statusText, headers['x-total'], headers['content-type']]).toEqual([
        201,
        'Created',
        '7',
        'text/x',
      ]);
      expect(seen).toEqual([201]);
    });

    for (const [status, code] of [
      [404, 'ERR_BAD_REQUEST'],
      [503, 'ERR_BAD_RESPONSE'],
    ] as const) {
      it(`makes the failure of axios of a ${status}`, async () => {
        const { arrived, seen } = setup();
        const { request, failure } = await arrived();
        request.flush({ why: 'no' }, { status });
        const error = (await failure)!;
        expect(error).toBeInstanceOf(AxiosError);
        expect([error.code, error.status, error.response?.data]).toEqual([code, status, { why: 'no' }]);
        expect(error.message).toBe(`Request failed with status code ${status}`);
        expect(error.request).toEqual({ responseURL: '/api/x' });
        expect(seen).toEqual([code]);
      });
    }

    it('leaves it to `validateStatus` what a failure is', async () => {
      const { arrived } = setup();
      const lenient = await arrived({ validateStatus: null });
      lenient.request.flush(null, { status: 500 });
      expect((await lenient.answer).status).toBe(500);
      const strict = await arrived({ validateStatus: (status) => status === 201 });
      strict.request.flush(null, { status: 200 });
      expect((await strict.failure)?.status).toBe(200);
    });

    it('lets `transformResponse` have its way', async () => {
      const { arrived } = setup({ transformResponse: (data: string) => `<${data}>` });
      const { request, answer } = await arrived();
      request.flush([1]);
      expect((await answer).data).toBe('<[1]>');
    });

    it('refuses to answer twice', async () => {
      const { request } = await setup().arrived();
      request.flush();
      for (const again of [() => request.flush(), () => request.error()])
        expect(again).toThrowError('There is nobody left to answer: GET /api/x (answered with 204).');
    });
  });

  describe('#error', () => {
    it('is the failure of a network that is gone', async () => {
      const { request, failure } = await setup().arrived();
      request.error();
      expect(await failure).toEqual(
        jasmine.objectContaining({
          name: 'AxiosError',
          code: 'ERR_NETWORK',
          message: 'Network Error',
        }),
      );
    });

    it('is that of a request whose time is up', async () => {
      const { request, failure } = await setup({ timeout: 70 }).arrived();
      request.error('timeout');
      expect(await failure).toEqual(
        jasmine.objectContaining({ code: 'ECONNABORTED', message: 'timeout of 70ms exceeded' }),
      );
    });

    it('says of a timeout what the configuration says', async () => {
      const { request, failure } = await setup({
        timeoutErrorMessage: 'too late',
        transitional: { clarifyTimeoutError: true },
      }).arrived();
      request.error('timeout');
      expect(await failure).toEqual(jasmine.objectContaining({ code: 'ETIMEDOUT', message: 'too late' }));
    });

    it("is one's own", async () => {
      const { request, failure } = await setup().arrived();
      const own = new Error('mine');
      request.error(own);
      expect(await failure).toBe(own as never);
    });
  });

  describe('#cancelled', () => {
    it('is true once the caller has gone, and nobody can answer any more', async () => {
      const { client, network } = setup();
      const sent = client.get('/x').subscribe();
      const request = await network.expectOne('/x');
      expect(request.cancelled).toBeFalse();
      sent.unsubscribe();
      expect(request.cancelled).toBeTrue();
      expect(() => request.flush()).toThrowError(/GET \/api\/x \(cancelled\)/);
    });

    it('fails as axios does for a signal', async () => {
      const controller = new AbortController();
      const { request, failure } = await setup().arrived({ signal: controller.signal });
      controller.abort();
      expect(await failure).toBeInstanceOf(CanceledError);
      expect(request.cancelled).toBeTrue();
    });

    it('stays false for what was answered before', async () => {
      const controller = new AbortController();
      const { request, answer } = await setup().arrived({ signal: controller.signal });
      request.flush('there');
      expect((await answer).data).toBe('there');
      controller.abort();
      expect(request.cancelled).toBeFalse();
    });
  });

  it('tells of progress', async () => {
    const { client, network } = setup();
    const events = firstValueFrom(
      client.events({ method: 'post', url: '/x', data: 'abcd' }).pipe(toArray<AxiosEvent>()),
    );
    const request = await network.expectOne('/x');
    request.progress('upload', { loaded: 2, total: 4 });
    request.progress('download', { loaded: 3 });
    request.flush();
    expect((await events).slice(0, 2)).toEqual([
      { type: 'upload', attempt: 1, loaded: 2, total: 4 },
      { type: 'download', attempt: 1, loaded: 3 },
    ]);
    expect(() => request.progress('upload', { loaded: 1 })).toThrowError(/nobody left/);
  });
});
