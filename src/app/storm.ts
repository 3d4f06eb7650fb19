import { inject, Injectable } from '@angular/core';
import axios, { AxiosAdapter, isAxiosError } from 'axios';
import { AxiosClient, Session } from 'ngx-axios';
import {
  catchError,
  concat,
  defer,
  filter,
  last,
  map,
  merge,
  Observable,
  of,
  scan,
  Subject,
  switchMap,
  takeWhile,
} from 'rxjs';
import { Lab, ServerCounts } from './lab';

export const STORM_SIZE = 50;

/** How far one request of the storm is. */
export type RequestStage = 'idle' | 'sent' | 'refused' | 'sent-again' | 'answered' | 'failed';

export interface StormReport {
  readonly stages: readonly RequestStage[];
  /** Everything that was put on the wire, first and second sends. */
  readonly sends: number;
  readonly refused: number;
  readonly refreshes: number;
  /** What the server counted meanwhile; `null` until it is asked. */
  readonly server: ServerCounts | null;
}

/** Something that was seen to happen to one request, or to the session. */
type Sighting = { readonly request: number; readonly stage: RequestStage } | 'refreshed';

export const CALM: StormReport = {
  stages: Array.from({ length: STORM_SIZE }, () => 'idle'),
  sends: 0,
  refused: 0,
  refreshes: 0,
  server: null,
};

/** Many requests at once with a token that the server has just declared expired. */
@Injectable({ providedIn: 'root' })
export class Storm {
  readonly #axios = inject(AxiosClient);
  readonly #session = inject(Session);
  readonly #lab = inject(Lab);

  /** Emits a report at every change and, last, one with the server's counts. Cold; unsubscribing aborts the requests. */
  fire(): Observable<StormReport> {
    // A token that has run out by the clock would be refreshed before any request is refused, so one that has not.
    return this.#session.accessToken$().pipe(
      switchMap(() => this.#lab.counts()),
      switchMap((before) => this.#lab.expire().pipe(switchMap(() => this.#reports(before)))),
    );
  }

  #reports(before: ServerCounts): Observable<StormReport> {
    let report = CALM;
    const seen$ = this.#sightings().pipe(
      scan(withSighting, CALM),
      takeWhile(({ stages }) => !stages.every(isOver), true),
      map((next) => (report = next)),
    );
    const compared$ = defer(() => this.#lab.counts()).pipe(
      map((after) => ({ ...report, server: difference(before, after) })),
    );

    return concat(seen$, compared$);
  }

  #sightings(): Observable<Sighting> {
    return defer(() => {
      const wire = new Subject<Sighting>();
      const refreshes$ = this.#session.events$.pipe(
        filter(({ type }) => type === 'refreshed'),
        map(() => 'refreshed' as const),
      );
      const requests = CALM.stages.map((_, request) => this.#request(request, wire));

      return merge(wire, refreshes$, ...requests);
    });
  }

  #request(request: number, wire: Subject<Sighting>): Observable<Sighting> {
    // Chromium sends equal GETs one after another, because the first answer might do for all.
    const config = { adapter: watched(request, wire), params: { request } };

    return this.#axios.get('/notes', config).pipe(
      last(),
      map(() => ({ request, stage: 'answered' }) as const),
      catchError(() => of({ request, stage: 'failed' } as const)),
    );
  }
}

/** The browser's adapter, watched: above the session a request is answered once, only down here is it seen to be sent twice. */
function watched(request: number, wire: Subject<Sighting>): AxiosAdapter {
  const adapter = axios.getAdapter(axios.defaults.adapter);
  let sends = 0;

  return async (config) => {
    wire.next({ request, stage: sends++ ? 'sent-again' : 'sent' });
    try {
      return await adapter(config);
    } catch (error) {
      if (isAxiosError(error) && error.response?.status === 401) wire.next({ request, stage: 'refused' });
      throw error;
    }
  };
}

function withSighting(report: StormReport, sighting: Sighting): StormReport {
  if (sighting === 'refreshed') return { ...report, refreshes: report.refreshes + 1 };
  const { request, stage } = sighting;

  return {
    ...report,
    stages: report.stages.with(request, stage),
    sends: report.sends + Number(stage === 'sent' || stage === 'sent-again'),
    refused: report.refused + Number(stage === 'refused'),
  };
}

function isOver(stage: RequestStage): boolean {
  return stage === 'answered' || stage === 'failed';
}

function difference(before: ServerCounts, after: ServerCounts): ServerCounts {
  return {
    requests: after.requests - before.requests,
    expired: after.expired - before.expired,
    refreshes: after.refreshes - before.refreshes,
    reuse: after.reuse - before.reuse,
  };
}
