import { inject, Injectable } from '@angular/core';
import { HttpErrorResponse } from '@angular/common/http';
import { isAxiosError } from 'axios';
import { isRefreshUnavailableError, isSessionEndedError } from 'ngx-axios';
import { catchError, concatWith, defer, EMPTY, last, merge, Observable, retry, tap, timer } from 'rxjs';
import { ClientName } from './client-name';
import { Clients } from './clients';
import { Fault } from './fault';
import { FaultName, FAULTS } from './faults';
import { Refreshes } from './refreshes';
import { SessionWatch } from './session-watch';
import { RequestStage, sharedNow, Sighting } from './sighting';

/** What a tab is told to send. */
export interface Order {
  readonly client: ClientName;
  readonly count: number;
  readonly fault: FaultName;
}

/** How long an application waits that has met no network, in milliseconds. */
const NETWORK_PAUSE = 1_000;
/** So often something is tried again before the visitor is told that it fails. */
const MOST_TRIES = 40;

/** Many requests at once, and what this tab sees of them. */
@Injectable({ providedIn: 'root' })
export class Storm {
  readonly #clients = inject(Clients);
  readonly #refreshes = inject(Refreshes);
  readonly #session = inject(SessionWatch);

  /**
   * Cold. Completes when every request has its end and no refresh is under way; unsubscribing aborts the requests.
   *
   * @param tab - Sets the requests of this tab apart from those of the others.
   */
  fire({ client, count, fault }: Order, tab: string): Observable<Sighting> {
    return new Observable((subscriber) => {
      const tell = (request: number) => (stage: RequestStage, why?: string) => {
        subscriber.next({ of: 'request', request, stage, at: sharedNow(), ...(why === undefined ? {} : { why }) });
        if (stage === 'sent') this.#session.look();
      };
      subscriber.add(merge(this.#refreshes.seen$, this.#session.seen$).subscribe((seen) => subscriber.next(seen)));
      this.#session.begin();
      const requests = Array.from({ length: count }, (_, n) => {
        const isLate = n >= Math.ceil(count / 2);
        const request$ = this.#request(client, `${tab}-${n}`, FAULTS[fault], tell(n));

        return isLate ? timer(FAULTS[fault].secondHalfAfter ?? 0).pipe(concatWith(request$)) : request$;
      });
      subscriber.add(
        merge(...requests)
          .pipe(concatWith(this.#refreshes.idle$))
          .subscribe({ complete: () => subscriber.complete() }),
      );
    });
  }

  #request(
    client: ClientName,
    n: string,
    { triesAgain }: Fault,
    see: (stage: RequestStage, why?: string) => void,
  ): Observable<unknown> {
    const tryAgain = (error: unknown) => {
      const pause = triesAgain ? pauseAfter(error) : undefined;
      if (pause === undefined) throw error;
      see('put-off');

      return timer(pause);
    };

    return defer(() => {
      see('asked');

      return this.#clients.send(client, n, see);
    }).pipe(
      last(),
      retry({ count: MOST_TRIES, delay: tryAgain }),
      tap({ next: () => see('answered'), error: (error: unknown) => see('failed', nameOf(error)) }),
      catchError(() => EMPTY),
    );
  }
}

/** What an application does with a failure that says nothing against the request: it tries again, after so many milliseconds. */
function pauseAfter(error: unknown): number | undefined {
  if (isRefreshUnavailableError(error)) return Math.max(0, error.retryAt.getTime() - Date.now());
  const isNetwork = error instanceof HttpErrorResponse ? error.status === 0 : isAxiosError(error) && !error.response;

  return isNetwork && !isSessionEndedError(error) ? NETWORK_PAUSE : undefined;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}
