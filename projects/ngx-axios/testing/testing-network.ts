import { Injectable } from '@angular/core';
import { AxiosAdapter } from 'axios';
import { Subject } from 'rxjs';
import { AxiosRequestMatch, matches } from './axios-request-match';
import { TestRequest } from './test-request';

/** What stands in for the network: it keeps every request until the test answers it. */
@Injectable()
export class TestingNetwork {
  readonly #arrivals = new Subject<void>();
  readonly #taken = new Set<TestRequest>();

  /** All that have arrived, in their order. */
  readonly received: TestRequest[] = [];

  /** Emits whenever a request has arrived. */
  readonly arrivals$ = this.#arrivals.asObservable();

  readonly adapter: AxiosAdapter = (config) =>
    new Promise((resolve, reject) => {
      this.received.push(new TestRequest(config, { resolve, reject }));
      this.#arrivals.next();
    });

  /** Those that match and that the test has not taken yet. */
  waiting(match: AxiosRequestMatch): TestRequest[] {
    return this.received.filter((request) => !this.#taken.has(request) && matches(match, request));
  }

  /** The test has them, and sees to them from now on. */
  take(requests: readonly TestRequest[]): void {
    for (const request of requests) this.#taken.add(request);
  }
}
