import {
  createEnvironmentInjector,
  DOCUMENT,
  NgZone,
  PLATFORM_ID,
  ɵChangeDetectionScheduler as ChangeDetectionScheduler,
  ɵINJECTOR_SCOPE as INJECTOR_SCOPE,
  ɵNoopNgZone as NoopNgZone,
  type EnvironmentInjector,
  type EnvironmentProviders,
} from '@angular/core';

/** What an application in a browser has, as far as a session asks for it. It renders nothing, so nothing has to be scheduled. */
const platform = createEnvironmentInjector(
  [
    { provide: INJECTOR_SCOPE, useValue: 'root' },
    { provide: PLATFORM_ID, useValue: 'browser' },
    { provide: DOCUMENT, useValue: { baseURI: 'https://app.test/' } },
    { provide: NgZone, useClass: NoopNgZone },
    { provide: ChangeDetectionScheduler, useValue: { notify: () => undefined, runningTick: false } },
  ],
  null as unknown as EnvironmentInjector,
);

/** The injector of one application, without a DOM. */
export function createInjector(providers: EnvironmentProviders[]): EnvironmentInjector {
  return createEnvironmentInjector(providers, platform);
}
