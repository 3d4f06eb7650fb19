import {
  computed,
  effect,
  Injector,
  ResourceParamsContext,
  ResourceRef,
  Signal,
  signal,
  ValueEqualityFn,
} from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { map, Observable, Subject, takeUntil } from 'rxjs';
import { AxiosResourceRef } from './axios-resource-ref';
import { ResourceLoad } from './resource-load';

/** Where the body of one load comes from. */
type Source<Raw> = (load: ResourceLoad) => Observable<Raw>;

/** Says, by the signals that it reads, what to load; `undefined`: nothing for now. */
export type Ask<Raw> = (context: ResourceParamsContext) => Source<Raw> | undefined;

interface Parts<T, Raw> {
  readonly injector: Injector;
  readonly parse: (body: Raw) => T;
  readonly defaultValue?: NoInfer<T>;
  readonly equal?: ValueEqualityFn<T>;
  readonly debugName?: string;
}

/**
 * Angular's resource over RxJS, and what `httpResource` adds to one: the status, the headers and the progress of the load that is
 * current. It also aborts what is on its way when nothing is asked for any more, which `httpResource` lets run.
 *
 * @param ask - Made of what tells that the resource has been destroyed.
 */
export function createResource<T, Raw>(
  askUntil: (destroyed$: Observable<void>) => Ask<Raw>,
  { parse, ...options }: Parts<T, Raw>,
): AxiosResourceRef<T | undefined> {
  const destroyed$ = new Subject<void>();
  const idle$ = new Subject<void>();
  const ask = askUntil(destroyed$);
  const reloads = signal(0);
  let context!: ResourceParamsContext;

  const asked = computed(() => ask(context), { equal: () => false }); // whoever asks again means it, also for nothing
  const resource: ResourceRef<T | undefined> = rxResource<T, Source<Raw> | undefined>({
    ...options,
    params: (given) => {
      context = given; // Angular tells nobody else, and asks here first

      return asked();
    },
    stream: ({ params: source }) => source(load()).pipe(map(parse), takeUntil(idle$)),
  });
  /** What is loaded now; nothing also where asking for it fails. */
  const source = computed(() => {
    try {
      return asked();
    } catch {
      return undefined;
    }
  });
  const load: Signal<ResourceLoad> = computed(() => {
    source();
    reloads();

    return new ResourceLoad();
  });
  const leaving = effect(
    () => {
      if (!source()) idle$.next();
    },
    { injector: options.injector },
  );
  const answer = computed(() => (['resolved', 'error'].includes(resource.status()) ? load().answer() : undefined));

  const reload = resource.reload.bind(resource);
  const destroy = resource.destroy.bind(resource);

  return Object.assign(resource, {
    statusCode: computed(() => answer()?.status),
    headers: computed(() => answer()?.headers),
    progress: computed(() => (resource.status() === 'local' ? undefined : load().progress())),
    reload: () => {
      const begins = reload();
      if (begins) reloads.update((count) => count + 1);

      return begins;
    },
    destroy: () => {
      destroy();
      leaving.destroy();
      destroyed$.next();
    },
  }) as AxiosResourceRef<T | undefined>;
}
