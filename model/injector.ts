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
import type { Page } from './page.ts';

/** What an application in a browser has, as far as a session asks for it. It renders nothing, so nothing has to be scheduled. */
const platform = createEnvironmentInjector(
  [
    { provide: INJECTOR_SCOPE, useValue: 'root' },
    { provide: PLATFORM_ID, useValue: 'browser' },
    { provide: NgZone, useClass: NoopNgZone },
    { provide: ChangeDetectionScheduler, useValue: { notify: () => undefined, runningTick: false } },
  ],
  null as unknown as EnvironmentInjector,
);

/** The injector of one application on one page. */
export function createInjector(page: Page, providers: EnvironmentProviders[]): EnvironmentInjector {
  return createEnvironmentInjector([{ provide: DOCUMENT, useValue: page }, ...providers], platform);
}
