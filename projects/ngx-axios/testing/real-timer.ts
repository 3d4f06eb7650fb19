import { Observable } from 'rxjs';

/** The clock that nobody has replaced: a test that installs a fake one does so after this file has been loaded. */
const setTimeout = globalThis.setTimeout.bind(globalThis);
const clearTimeout = globalThis.clearTimeout.bind(globalThis);

/** Emits once, after so many milliseconds that have really passed. With `0`, when every microtask has had its turn. */
export function realTimer(milliseconds: number): Observable<void> {
  return new Observable((subscriber) => {
    const timer = setTimeout(() => {
      subscriber.next();
      subscriber.complete();
    }, milliseconds);

    return () => clearTimeout(timer);
  });
}
