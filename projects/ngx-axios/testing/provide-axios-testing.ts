import { EnvironmentProviders, inject, makeEnvironmentProviders } from '@angular/core';
import { ɵNETWORK as NETWORK, ɵNetwork as Network } from 'ngx-axios';
import { ɵREFRESH_GATE as REFRESH_GATE } from 'ngx-axios/session';
import { AxiosTestingController, PATIENCE } from './axios-testing-controller';
import { SessionTesting } from './session-testing';
import { TestingGate } from './testing-gate';
import { TestingNetwork } from './testing-network';

/**
 * Replaces the network, and nothing else: what any axios client of the injector sends, and what `refresh` and `signOut` send, waits for
 * {@link AxiosTestingController} to answer it. Adapters for one request, or of a plugin, are not asked either. The session, its lock, the
 * refresh and the second send are the real ones.
 *
 * The order of providers does not matter.
 *
 * @param options - `patience`: the longest that an expected request is waited for, in milliseconds. Default: 1000.
 *
 * @example
 * ```ts
 * import { TestBed } from '@angular/core/testing';
 * import { provideAxios } from 'ngx-axios';
 * import { provideAxiosTesting } from 'ngx-axios/testing';
 *
 * TestBed.configureTestingModule({ providers: [provideAxios({ baseURL: '/api' }), provideAxiosTesting()] });
 * ```
 */
export function provideAxiosTesting({ patience = 1_000 }: { patience?: number } = {}): EnvironmentProviders {
  return makeEnvironmentProviders([
    AxiosTestingController,
    SessionTesting,
    TestingGate,
    TestingNetwork,
    { provide: PATIENCE, useValue: patience },
    { provide: NETWORK, useFactory: () => new Network(inject(TestingNetwork).adapter) },
    { provide: REFRESH_GATE, useFactory: () => inject(TestingGate).pass },
  ]);
}
