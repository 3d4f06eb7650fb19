import { InjectionToken } from '@angular/core';
import { Observable } from 'rxjs';
import { RefreshOutcome } from './refresh-outcome';

/** What a call of `refresh` passes: in tests, which hold it or answer in its place. Subscribing to what is given makes the call. */
export type RefreshGate = (outcome$: Observable<RefreshOutcome>) => Observable<RefreshOutcome>;

export const REFRESH_GATE = new InjectionToken<RefreshGate>('ngx-axios refresh gate');
