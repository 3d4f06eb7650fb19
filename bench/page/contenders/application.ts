import { HttpBackend } from '@angular/common/http';
import type { EnvironmentProviders, Injector, Provider } from '@angular/core';
import { createApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { firstValueFrom, type Observable } from 'rxjs';
import type { Call, Contender, Network } from './contender.ts';

/** An Angular application without a page to show. */
export async function application(
  { backend }: Network,
  providers: readonly (Provider | EnvironmentProviders)[],
): Promise<Injector> {
  const instead = backend ? [{ provide: HttpBackend, useValue: backend }] : [];

  return (await createApplication({ providers: [provideRouter([]), ...providers, ...instead] })).injector;
}

/** A client of Observables. */
export function observing(get: (url: string) => Observable<unknown>): Contender {
  return {
    get: (url) => firstValueFrom(get(url)),
    start: (url): Call => {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      const subscription = get(url).subscribe({ next: resolve, error: resolve });
      subscription.add(() => resolve(undefined));

      return { settled: promise, cancel: () => subscription.unsubscribe() };
    },
  };
}
