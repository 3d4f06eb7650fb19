import { Observable } from 'rxjs';

const DAY = 24 * 60 * 60 * 1000;

/** As long as somebody is subscribed, the clock of this page is a day ahead. */
export const clockAhead$ = new Observable<never>(() => {
  const now = Date.now;
  Date.now = () => now() + DAY;

  return () => (Date.now = now);
});
