import {
  ApplicationRef,
  Component,
  createEnvironmentInjector,
  EnvironmentInjector,
  inject,
  Injector,
  input,
  signal,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { AxiosHeaders, AxiosResponse } from 'axios';
import { expectTypeOf } from 'expect-type';
import {
  AxiosClient,
  AxiosProgress,
  axiosResource,
  AxiosResourceRef,
  isSessionEndedError,
  provideAxios,
  withAxios,
} from 'ngx-axios';
import { BACKEND, Lab, setup, signIn } from '../testbed/backend';
import { CLIENTS, signedInOver } from '../testbed/clients';
import { ResourceOfTest, RESOURCES, seen } from '../testbed/resources';

const UNLOADED = {
  value: undefined,
  hasValue: false,
  hasError: false,
  isLoading: false,
  statusCode: undefined,
  hasHeaders: false,
};
const IDLE = { ...UNLOADED, status: 'idle' as const };
const LOADING = { ...UNLOADED, status: 'loading' as const, isLoading: true };
const ERROR = { ...UNLOADED, status: 'error' as const, value: 'throws', hasError: true };
const RESOLVED = { ...UNLOADED, status: 'resolved' as const, hasValue: true, statusCode: 200, hasHeaders: true };
const ME = { ...RESOLVED, value: { name: 'ada' } };

/** Waits, as the application does, until nothing loads any more. */
async function loaded(): Promise<void> {
  TestBed.tick();
  await TestBed.inject(ApplicationRef).whenStable();
}

/** Waits until the server has got so many requests of this sign-in. */
async function sent(lab: Lab, count: number): Promise<void> {
  TestBed.tick();
  await lab.until(({ requests }) => requests === count);
}

/** Every test is run over both: what is expected is what Angular's own resource does. */
for (const [name, open] of Object.entries(RESOURCES)) {
  describe(name, () => {
    let lab: Lab;
    beforeEach(async () => ({ lab } = await signedInOver(CLIENTS['HttpClient beside axios']!)));

    it('loads when it is created, and the application waits for that', async () => {
      const me = open(() => '/me');
      expect(seen(me)).toEqual(LOADING);
      expect((await lab.counts()).requests).toBe(0);
      await loaded();
      expect(seen(me)).toEqual(ME);
    });

    it('follows the inputs of the component that it is made in, and ends with that', async () => {
      @Component({ selector: 'app-me', template: '{{ me.status() }}' })
      class Me {
        readonly n = input.required<number>();
        readonly me = open(() => `/me?n=${this.n()}`, { injector: inject(Injector) });
      }
      const fixture = TestBed.createComponent(Me);
      const { componentRef, nativeElement } = fixture;
      componentRef.setInput('n', 1);
      await fixture.whenStable();
      expect([nativeElement.textContent, seen(componentRef.instance.me)]).toEqual(['resolved', ME]);
      await lab.faults({ api: { hang: 'reply' } });
      componentRef.setInput('n', 2);
      await sent(lab, 2);
      expect(nativeElement.textContent).toBe('loading');
      componentRef.destroy();
      await lab.until(({ aborted }) => aborted === 1);
    });

    it('is idle while nothing is asked for, and then loads', async () => {
      const path = signal<string | undefined>(undefined);
      const me = open(path);
      await loaded();
      expect(seen(me)).toEqual(IDLE);
      expect(me.reload()).toBeFalse();
      path.set('/me');
      expect(seen(me)).toEqual(LOADING);
      await loaded();
      expect(seen(me)).toEqual(ME);
      path.set(undefined);
      expect(seen(me)).toEqual(IDLE);
      expect((await lab.counts()).requests).toBe(1);
    });

    it('is idle when nothing is asked for again, with the value that was set meanwhile', async () => {
      const n = signal(1);
      const me = open(() => (n() ? undefined : '/me'));
      me.set('mine');
      await loaded();
      expect(me.status()).toBe('local');
      n.set(2);
      expect(seen(me)).toEqual({ ...IDLE, value: 'mine', hasValue: true });
    });

    it('has the default value until there is one, and again when something else is asked for', async () => {
      const n = signal(1);
      const me = open(() => `/me?n=${n()}`, { defaultValue: 'nobody' });
      expect(seen(me)).toEqual({ ...LOADING, value: 'nobody', hasValue: true });
      await loaded();
      expect(seen(me)).toEqual(ME);
      n.set(2);
      expect(seen(me)).toEqual({ ...LOADING, value: 'nobody', hasValue: true });
      await loaded();
    });

    it('loads anew when a signal has changed, also when that makes the same request', async () => {
      const n = signal(1);
      const me = open(() => (n() ? '/me' : '/notes'));
      await loaded();
      n.set(2);
      expect(seen(me)).toEqual(LOADING);
      await loaded();
      expect([seen(me), (await lab.counts()).requests]).toEqual([ME, 2]);
    });

    it('keeps the value while it reloads, and reloads once', async () => {
      const me = open(() => '/me');
      await loaded();
      await lab.faults({ api: { body: { name: 'ada lovelace' } } });
      expect(me.reload()).toBeTrue();
      const reloading = { ...ME, status: 'reloading', isLoading: true, statusCode: undefined, hasHeaders: false };
      expect(seen(me)).toEqual(reloading as never);
      expect(me.reload()).toBeFalse();
      await loaded();
      expect(seen(me)).toEqual({ ...RESOLVED, value: { name: 'ada lovelace' } });
      expect((await lab.counts()).requests).toBe(2);
    });

    it('has the error of the client, with status and headers, and recovers by a reload', async () => {
      await lab.faults({ api: [{ status: 500, body: { title: 'broken' } }] });
      const me = open(() => '/me');
      await loaded();
      expect(seen(me)).toEqual({ ...ERROR, statusCode: 500, hasHeaders: true });
      expect(me.error()).toEqual(jasmine.objectContaining({ status: 500 }));
      expect(me.reload()).toBeTrue();
      await loaded();
      expect(seen(me)).toEqual(ME);
    });

    it('has the error of the network', async () => {
      await lab.faults({ api: { destroy: 'before' } });
      const me = open(() => '/me');
      await loaded();
      // Angular's status is 0 then, and its headers are empty.
      const { statusCode, hasHeaders } = name === 'httpResource' ? { statusCode: 0, hasHeaders: true } : ERROR;
      expect(seen(me)).toEqual({ ...ERROR, statusCode, hasHeaders } as never);
    });

    it('parses the body, and has what parsing throws as its error', async () => {
      const broken = new Error('not what I expected');
      const which = signal<'name' | 'throws'>('name');
      const parse = ({ name: text }: { name: string }) => {
        if (which() === 'throws') throw broken;

        return text;
      };
      const me = open(() => '/me', { parse });
      await loaded();
      expect(seen(me)).toEqual({ ...RESOLVED, value: 'ada' });
      which.set('throws');
      await loaded();
      expect((await lab.counts()).requests).toBe(1); // what it reads is not followed
      me.reload();
      await loaded();
      expect(seen(me)).toEqual({ ...ERROR, statusCode: 200, hasHeaders: true });
      expect(me.error()).toBe(broken);
    });

    it('takes an equal value for the same', async () => {
      const me = open(() => '/me', { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) });
      await loaded();
      const first = me.value();
      me.reload();
      await loaded();
      expect([me.value() === first, (await lab.counts()).requests]).toEqual([true, 2]);
    });

    it('aborts what is superseded, which is heard of no more', async () => {
      const path = signal('/notes?delay=20000');
      const me = open(path);
      await sent(lab, 1);
      path.set('/me');
      expect(seen(me)).toEqual(LOADING);
      TestBed.tick();
      await lab.until(({ aborted }) => aborted === 1);
      await loaded();
      expect(seen(me)).toEqual(ME);
    });

    it('aborts what is on its way when a value is set, and has no status and headers then', async () => {
      const me = open(() => '/me');
      await loaded();
      me.set('mine');
      const local = { ...UNLOADED, status: 'local' as const, value: 'mine', hasValue: true };
      expect([seen(me), me.progress()]).toEqual([local, undefined]);
      await lab.faults({ api: { hang: 'reply' } });
      me.reload();
      await sent(lab, 2);
      expect(seen(me)).toEqual({ ...local, status: 'reloading', isLoading: true } as never);
      me.value.set('mine too');
      expect((await lab.until(({ aborted }) => aborted === 1)).requests).toBe(2);
      await loaded();
      expect(seen(me)).toEqual({ ...local, value: 'mine too' });
    });

    it('has the error of the function that asks, without a status, and recovers', async () => {
      const fails = signal(false);
      const me = open(() => {
        if (fails()) throw new Error('what is wanted?');

        return '/me';
      });
      await loaded();
      fails.set(true);
      expect(seen(me)).toEqual(ERROR);
      await loaded();
      fails.set(false);
      await loaded();
      expect(seen(me)).toEqual(ME);
    });

    it('waits for the resource that it is chained to', async () => {
      const path = signal<string | undefined>(undefined);
      const me = open(path);
      const next = open(({ chain }) => `/me?of=${(chain(me) as { name: string }).name}`);
      await loaded();
      expect(seen(next)).toEqual(IDLE);
      path.set('/me');
      TestBed.tick();
      expect(seen(next)).toEqual(LOADING);
      await loaded();
      expect([seen(next), (await lab.counts()).requests]).toEqual([ME, 2]);
    });

    for (const [what, end] of [
      ['it is destroyed', (resource: ResourceOfTest) => resource.destroy()],
      ['its injector is', (_resource: ResourceOfTest, injector: EnvironmentInjector) => injector.destroy()],
    ] as const) {
      it(`aborts what is on its way when ${what}, and never loads again`, async () => {
        const injector = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
        const n = signal(1);
        let asks = 0;
        const notes = open(() => `/notes?delay=20000&n=${n()}&ask=${++asks}`, { injector });
        await sent(lab, 1);
        end(notes, injector);
        const before = asks;
        await lab.until(({ aborted }) => aborted === 1);
        expect(seen(notes)).toEqual(IDLE);
        n.set(2);
        TestBed.tick();
        expect(asks).toBe(before);
        notes.reload();
        notes.set('mine');
        await loaded();
        expect([notes.hasValue(), (await lab.counts()).requests]).toEqual([false, 1]);
      });
    }

    it('tells how far the download has come, of what is loaded now only', async () => {
      const n = signal(1);
      await lab.faults({ api: [{ trickle: 500 }, { hang: 'reply' }, {}, { hang: 'reply' }] });
      const me = open(() => `/me?n=${n()}`);
      await sent(lab, 1);
      await lab.until(() => me.progress() !== undefined);
      expect([me.status(), me.progress()!.loaded > 0]).toEqual(['loading', true]);
      n.set(2);
      expect(me.progress()).toBeUndefined();
      await sent(lab, 2);
      expect(me.progress()).toBeUndefined();
      n.set(3);
      await loaded();
      expect(me.progress()).toBeDefined();
      me.reload();
      expect(me.progress()).toBeUndefined();
      me.destroy();
    });

    for (const [kind, size] of [
      ['text', (body: unknown) => typeof body === 'string' && body.length],
      ['blob', (body: unknown) => body instanceof Blob && body.size],
      ['arrayBuffer', (body: unknown) => body instanceof ArrayBuffer && body.byteLength],
    ] as const) {
      it(`gives the body as ${kind}`, async () => {
        const me = open(() => ({ url: '/me' }), {}, kind);
        await loaded();
        expect(size(me.value())).toBe('{"name":"ada"}'.length);
      });
    }

    it('takes a whole request', async () => {
      const gone = open(() => ({ url: '/notes/999999999', method: 'DELETE' }));
      await loaded();
      expect(seen(gone)).toEqual({ ...ERROR, statusCode: 404, hasHeaders: true });
    });

    it('shares one refresh with all whose token has expired', async () => {
      await lab.expire();
      const all = Array.from({ length: 10 }, (_, n) => open(() => `/me?n=${n}`));
      await loaded();
      expect(all.map(seen)).toEqual(all.map(() => ME));
      const { refreshes, requests } = await lab.counts();
      expect([refreshes, requests]).toEqual([1, 20]);
    });

    it('has the error of the session when that is over, and keeps a value that was there', async () => {
      const [me, later] = [open(() => '/me'), signal<string | undefined>(undefined)];
      const other = open(later);
      await loaded();
      await lab.expire();
      await lab.revoke();
      later.set('/me');
      await loaded();
      expect(seen(other)).toEqual({
        ...ERROR,
        ...(name === 'axiosResource' ? { statusCode: 401, hasHeaders: true } : {}),
      });
      expect(isSessionEndedError(other.error())).toBeTrue();
      expect(seen(me)).toEqual(ME);
    });

    it('cannot be created outside of an injection context', () => {
      expect(() => open(() => '/me', { injector: undefined })).toThrowError(/NG0203/);
    });
  });
}

describe('axiosResource', () => {
  const inContext = <T>(make: () => T): T => TestBed.runInInjectionContext(make);

  it('aborts what is on its way when nothing is asked for any more', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    const path = signal<string | undefined>('/notes?delay=20000');
    const notes = inContext(() => axiosResource(path));
    await sent(lab, 1);
    path.set(undefined);
    await loaded();
    expect((await lab.until(({ aborted }) => aborted === 1)).requests).toBe(1);
    expect([notes.status(), notes.error()]).toEqual(['idle', undefined]);
  });

  it('follows the signals that the request is made of, and not those that interceptors read', async () => {
    const language = signal('en');
    const sentIn: string[] = [];
    const { client, session } = setup({
      features: [
        withAxios(({ interceptors }) =>
          interceptors.request.use((config) => (sentIn.push(language()), config), undefined, { synchronous: true }),
        ),
      ],
    });
    const lab = await signIn(client, session);
    const me = inContext(() => axiosResource(() => '/me'));
    await loaded();
    await lab.expire();
    language.set('de');
    await loaded();
    expect((await lab.counts()).requests).toBe(1);
    me.reload();
    await loaded();
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 3, refreshes: 1 }));
    expect([me.status(), sentIn.slice(-2)]).toEqual(['resolved', ['en', 'de']]);
  });

  it('gives the headers as axios has them, and tells the attempt that progress belongs to', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    const own = jasmine.createSpy('own');
    await lab.expire();
    const me = inContext(() => axiosResource(() => ({ url: '/me', onDownloadProgress: own })));
    await loaded();
    expect(AxiosHeaders.from(me.headers() as AxiosHeaders).get('content-type')).toMatch(/^application\/json/);
    expect(me.progress()).toEqual(jasmine.objectContaining({ attempt: 2, loaded: 14 }));
    expect(own).toHaveBeenCalled();
  });

  it('takes what is no JSON for a text, as axios does', async () => {
    const { client, session } = setup();
    const lab = await signIn(client, session);
    await lab.faults({ api: { html: true } });
    const page = inContext(() => axiosResource(() => '/me'));
    await loaded();
    expect([page.status(), page.value()]).toEqual(['resolved', jasmine.stringMatching('<!doctype html>')]);
  });

  it('sends through the client that it is given, also one without a session', async () => {
    TestBed.configureTestingModule({ providers: [provideAxios({ baseURL: 'https://nowhere.example' })] });
    const other = createEnvironmentInjector([provideAxios({ baseURL: BACKEND })], TestBed.inject(EnvironmentInjector));
    const health = inContext(() => axiosResource(() => '/health', { client: other.get(AxiosClient) }));
    await loaded();
    expect(health.value()).toEqual({ status: 'ok' });
  });

  it('has types that say what there is', () => {
    setup();
    inContext(() => {
      const some = axiosResource<number>(() => undefined);
      expectTypeOf(some).toEqualTypeOf<AxiosResourceRef<number | undefined>>();
      expectTypeOf(axiosResource<number>(() => ({ url: '/x' }), { defaultValue: 1 })).toEqualTypeOf<
        AxiosResourceRef<number>
      >();
      expectTypeOf(axiosResource(() => '/x').value()).toEqualTypeOf<unknown>();
      expectTypeOf(axiosResource.text(() => '/x').value()).toEqualTypeOf<string | undefined>();
      expectTypeOf(axiosResource.blob(() => '/x', { parse: ({ size }) => size }).value()).toEqualTypeOf<
        number | undefined
      >();
      expectTypeOf(some.headers()).toEqualTypeOf<AxiosResponse['headers'] | undefined>();
      expectTypeOf(some.progress()).toEqualTypeOf<AxiosProgress | undefined>();
      if (some.hasValue()) expectTypeOf(some.value()).toEqualTypeOf<number>();
      expect(some.hasValue()).toBeFalse(); // the compiler has checked the rest
    });
  });
});
