import { NgZone } from '@angular/core';
import { defer, EMPTY, Observable, Subject, throwError } from 'rxjs';
import { NotedZone } from '../testbed/noted-zone';
import { outsideZone } from './outside-zone';

describe('outsideZone', () => {
  const zone = new NotedZone();
  const waitOutside = <T>(wait$: Observable<T>) => outsideZone(zone as unknown as NgZone, wait$);

  it('P4, P5: waits outside and goes on inside, wherever the subscriber is', () => {
    for (const where of ['run', 'runOutsideAngular'] as const) {
      const told = new Subject<string>();
      const seen: [string, boolean][] = [];
      const note = (what: string) => seen.push([what, zone.isInside]);
      const wait$ = defer(() => {
        note('waits');

        return told;
      });
      zone[where](() => waitOutside(wait$).subscribe(note));
      zone.runOutsideAngular(() => told.next('told'));
      expect(seen).toEqual([
        ['waits', false],
        ['told', true],
      ]);
    }
  });

  it('hands an end and a failure on, and leaves with the subscriber', () => {
    const [ended, failed, failure] = [jasmine.createSpy(), jasmine.createSpy(), new Error('none')];
    waitOutside(EMPTY).subscribe({ complete: ended });
    waitOutside(throwError(() => failure)).subscribe({ error: failed });
    expect(ended).toHaveBeenCalledTimes(1);
    expect(failed).toHaveBeenCalledOnceWith(failure);

    const told = new Subject<string>();
    waitOutside(told).subscribe().unsubscribe();
    expect(told.observed).toBeFalse();
  });
});
