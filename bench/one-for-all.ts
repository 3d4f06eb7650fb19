/**
 * What it takes to tell a crowd one outcome, each of whom leaves when told: `share` of RxJS beside what the lock uses.
 * `node bench/one-for-all.ts 100000`.
 */
import { Observable, ReplaySubject, share, Subject, take } from 'rxjs';
import { singleFlight } from '../projects/ngx-axios/session/single-flight.ts';

const count = Number(process.argv[2] ?? 100_000);

const WAYS: Record<string, (source$: Observable<number>) => Observable<number>> = {
  share: share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: false }),
  singleFlight,
};

for (const [name, shared] of Object.entries(WAYS)) {
  const outcome$ = new Subject<number>();
  const one$ = shared(outcome$.pipe(take(1)));
  let told = 0;
  for (let n = 0; n < count; n++) one$.pipe(take(1)).subscribe(() => told++);
  const since = performance.now();
  outcome$.next(1);
  console.log(`${name}: ${told} told in ${Math.round(performance.now() - since)} ms`);
}
