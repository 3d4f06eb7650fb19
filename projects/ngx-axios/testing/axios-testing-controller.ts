import { inject, Injectable, InjectionToken } from '@angular/core';
import { filter, firstValueFrom, merge, startWith } from 'rxjs';
import { AxiosRequestMatch, describeMatch } from './axios-request-match';
import { realTimer } from './real-timer';
import { TestRequest } from './test-request';
import { TestingNetwork } from './testing-network';

/** The longest that a request is waited for, in milliseconds. */
export const PATIENCE = new InjectionToken<number>('ngx-axios testing patience');

/**
 * The network of a test: says which requests are expected, and answers them. Inject it where {@link provideAxiosTesting} is provided.
 *
 * axios sends a few microtasks after somebody subscribes, so everything but {@link AxiosTestingController.match} answers a promise. It waits in real time,
 * also where the test has installed a fake clock.
 *
 * @example
 * ```ts
 * import { TestBed } from '@angular/core/testing';
 * import { AxiosClient, provideAxios } from 'ngx-axios';
 * import { AxiosTestingController, provideAxiosTesting } from 'ngx-axios/testing';
 * import { firstValueFrom } from 'rxjs';
 *
 * TestBed.configureTestingModule({ providers: [provideAxios({ baseURL: '/api' }), provideAxiosTesting()] });
 * const network = TestBed.inject(AxiosTestingController);
 * const orders = firstValueFrom(TestBed.inject(AxiosClient).get<Order[]>('/orders'));
 * (await network.expectOne('/orders')).flush([{ id: 1 }]);
 * expect(await orders).toEqual([{ id: 1 }]);
 * await network.verify();
 * ```
 */
@Injectable()
export class AxiosTestingController {
  readonly #network = inject(TestingNetwork);
  readonly #patience = inject(PATIENCE);

  /**
   * Waits until a request that matches has arrived, and takes it. Fails, with what has arrived instead, when there is none in time or
   * when there are several.
   *
   * @param description - What to call it in the message.
   */
  async expectOne(match: AxiosRequestMatch, description = describeMatch(match)): Promise<TestRequest> {
    const arrived$ = this.#network.arrivals$.pipe(
      startWith(undefined),
      filter(() => this.#network.waiting(match).length > 0),
    );
    await firstValueFrom(merge(arrived$, realTimer(this.#patience)));
    await everythingOnItsWay();
    const [request, ...more] = this.match(match);
    if (!request) {
      throw new Error(
        `Expected one request for ${description}, found none within ${this.#patience} ms. ${this.#whatCame()}`,
      );
    }
    if (more.length > 0) {
      throw new Error(`Expected one request for ${description}, found ${more.length + 1}. ${this.#whatCame()}`);
    }

    return request;
  }

  /** Fails when a request that matches has arrived, or arrives once all that is on its way is there. */
  async expectNone(match: AxiosRequestMatch, description = describeMatch(match)): Promise<void> {
    await everythingOnItsWay();
    const found = this.match(match);
    if (found.length === 0) return;

    throw new Error(`Expected no request for ${description}, found ${found.length}. ${this.#whatCame()}`);
  }

  /** Takes all requests that match, of those that are here now and that nobody has taken. */
  match(match: AxiosRequestMatch): TestRequest[] {
    const found = this.#network.waiting(match);
    this.#network.take(found);

    return found;
  }

  /**
   * Fails when there are requests that nobody has taken.
   *
   * @param options - `ignoreCancelled`: those that the caller has aborted do not count.
   */
  async verify({ ignoreCancelled = false }: { ignoreCancelled?: boolean } = {}): Promise<void> {
    await everythingOnItsWay();
    const left = this.#network.waiting(() => true).filter(({ cancelled }) => !(cancelled && ignoreCancelled));
    if (left.length === 0) return;

    throw new Error(`Expected no further requests, found ${left.length}: ${list(left)}.`);
  }

  #whatCame(): string {
    const { received } = this.#network;

    return received.length === 0 ? 'Nothing was received.' : `Received: ${list(received)}.`;
  }
}

/** What has been sent together arrives together: the interceptors of axios are promises. */
async function everythingOnItsWay(): Promise<void> {
  await firstValueFrom(realTimer(0));
}

function list(requests: readonly TestRequest[]): string {
  return requests.map(String).join(', ');
}
