import { NgZone } from '@angular/core';

/** Says whether work is done inside of it. Unlike the real one it follows no timer and no promise: zone.js is not loaded here. */
export class NotedZone implements Pick<NgZone, 'run' | 'runOutsideAngular'> {
  isInside = true;

  run<T>(work: () => T): T {
    return this.#being(true, work);
  }

  runOutsideAngular<T>(work: () => T): T {
    return this.#being(false, work);
  }

  #being<T>(inside: boolean, work: () => T): T {
    const before = this.isInside;
    this.isInside = inside;
    try {
      return work();
    } finally {
      this.isInside = before;
    }
  }
}
